package org.mmsim.scenarios.conform.script;

import java.util.List;
import java.util.OptionalLong;

/** What a line of a script says. */
public sealed interface Statement {

    /** The operation's name in reports: {@code madvise free}, {@code swapon}. */
    String operation();

    /** The process that begins with this statement, if one does. */
    default List<String> begins() {
        return List.of();
    }

    /** A process with no relation to the others and an empty address space. */
    record Proc(String process) implements Statement {
        @Override
        public String operation() {
            return "proc";
        }

        @Override
        public List<String> begins() {
            return List.of(process);
        }
    }

    /** The state is recorded. */
    record Checkpoint(String name) implements Statement {
        @Override
        public String operation() {
            return "checkpoint";
        }
    }

    /**
     * A setting of transparent huge pages.
     *
     * @param order of the folios whose setting it is, −1 if it is not of one size
     */
    record Thp(ThpControl control, int order, String value) implements Statement {
        @Override
        public String operation() {
            return "thp " + control.label();
        }
    }

    /** Swap on a fresh device. */
    record SwapOn(boolean zram, long megabytes) implements Statement {
        @Override
        public String operation() {
            return "swapon";
        }
    }

    /** Statements that have no arguments. */
    enum Simple implements Statement {
        SWAPOFF("swapoff"),
        MEMCG_ON("memcg"),
        MEMCG_RECLAIM("memcg"),
        SHRINK_SLAB("shrink_slab"),
        KSM("ksm"),
        DRAIN("drain");

        private final String operation;

        Simple(String operation) {
            this.operation = operation;
        }

        @Override
        public String operation() {
            return operation;
        }
    }

    /** Huge pages in the pool of hugetlb. */
    record HugePool(long pages) implements Statement {
        @Override
        public String operation() {
            return "hugepool";
        }
    }

    /** Three full scans of khugepaged. */
    record Khugepaged(OptionalLong maxPtesNone) implements Statement {
        @Override
        public String operation() {
            return "khugepaged";
        }
    }

    record Sleep(long milliseconds) implements Statement {
        @Override
        public String operation() {
            return "sleep";
        }
    }

    /** What a process does. */
    record OfProcess(String process, Action action) implements Statement {
        @Override
        public String operation() {
            return action.operation();
        }

        @Override
        public List<String> begins() {
            return action instanceof Action.Fork fork ? List.of(fork.child()) : List.of();
        }
    }
}
