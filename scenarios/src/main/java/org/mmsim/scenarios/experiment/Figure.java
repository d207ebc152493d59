package org.mmsim.scenarios.experiment;

import org.jspecify.annotations.Nullable;

/**
 * A figure that somebody published.
 *
 * @param at the run that was measured
 * @param measure what was measured
 * @param value nanoseconds if that is a time
 * @param fitted whether the machine's costs were chosen so that it comes out; else it is predicted
 * @param source where it was published
 * @param quick what stands for it where time is short; null if the run itself is quick
 */
public record Figure(
        Place at,
        Measure measure,
        long value,
        boolean fitted,
        String source,
        @Nullable Substitute quick) {

    /**
     * A smaller run.
     *
     * @param times how many of it make the run that was published
     */
    public record Substitute(Place at, long times) {}

    public String variant() {
        return at.variant();
    }

    /** {@code fitted} or {@code predicted}. */
    public String use() {
        return fitted ? "fitted" : "predicted";
    }
}
