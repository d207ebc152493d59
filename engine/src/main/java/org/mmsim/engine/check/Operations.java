package org.mmsim.engine.check;

import static org.mmsim.protocol.Event.OPERATION_FINISHED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.OPERATION_STARTED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.THREAD_EXITED_FIELD_NUMBER;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.event.Fact;
import org.mmsim.engine.event.Recorder;
import org.mmsim.engine.machine.Machine;
import org.mmsim.protocol.Operation;

/** What each thread has been asked to do at present. */
final class Operations {
    private final Machine machine;
    private final Map<Integer, Running> running = new TreeMap<>();

    /** An operation that has begun and not ended. */
    static final class Running {
        final int mm;
        final Operation operation;
        final long from;
        final long to;

        Running(int mm, Operation operation, long from, long to) {
            this.mm = mm;
            this.operation = operation;
            this.from = from;
            this.to = to;
        }

        /** Whether it leaves folios and tables alone but for the faults of its accesses, which hold a lock. */
        private boolean quiet() {
            return switch (operation) {
                case OP_TOUCH, OP_READ, OP_SLEEP, OP_COMPUTE, OP_BARRIER, OP_TURN -> true;
                default -> false;
            };
        }

        /** Whether it takes permissions of the address away, or moves the page's entries for a moment. */
        boolean changesEntries(int space, long va) {
            return switch (operation) {
                case OP_PROTECT -> mm == space && from <= va && va < to;
                case OP_REMAP -> mm == space;
                case OP_SHRINK, OP_REVOKE -> true;
                default -> false;
            };
        }
    }

    Operations(Machine machine) {
        this.machine = machine;
    }

    void observe(Recorder recorder) {
        recorder.observe(this::started, OPERATION_STARTED_FIELD_NUMBER);
        recorder.observe(f -> running.remove((int) f.a), OPERATION_FINISHED_FIELD_NUMBER, THREAD_EXITED_FIELD_NUMBER);
    }

    private void started(Fact f) {
        int thread = (int) f.a;
        Operation operation = Operation.forNumber((int) f.b);
        running.put(thread, new Running(machine.mmOfThread(thread), operation, f.c, f.c + f.d));
    }

    /** What a thread is doing, or null. */
    @Nullable
    Running of(int thread) {
        return running.get(thread);
    }

    Collection<Running> all() {
        return running.values();
    }

    /** Whether nobody can be in the middle of a change, so that every count has to be exact. */
    boolean nobodyInTheMiddle() {
        if (!machine.locks().isEmpty()) {
            return false;
        }
        for (Running at : running.values()) {
            if (!at.quiet()) {
                return false;
            }
        }
        return true;
    }
}
