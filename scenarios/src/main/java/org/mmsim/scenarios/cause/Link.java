package org.mmsim.scenarios.cause;

import org.mmsim.scenarios.view.EventRow;

/** A part of a chain of causes. */
public sealed interface Link {

    /** How many events of the chain it stands for. */
    long events();

    /** The last of them. */
    long lastSeq();

    /** One event. */
    record Fact(EventRow event) implements Link {

        @Override
        public long events() {
            return 1;
        }

        @Override
        public long lastSeq() {
            return event.seq();
        }
    }

    /**
     * Calls of one kernel function on one CPU, one after another, each from its beginning to its return.
     *
     * @param function number of the {@code KernelFunction}
     * @param actor as events carry it
     * @param times how many calls
     */
    record Calls(int function, int actor, long times, long events, long firstSeq, long lastSeq) implements Link {

        /** These calls and the ones right before them. */
        Calls after(Calls earlier) {
            return new Calls(
                    function, actor, earlier.times + times, earlier.events + events, earlier.firstSeq, lastSeq);
        }
    }
}
