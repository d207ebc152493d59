package org.mmsim.scenarios.format;

/**
 * What must come out of a run.
 *
 * @param name of the metric or counter; empty for violations
 * @param min smallest value that is fine
 * @param max largest value that is fine
 */
public record Expectation(Subject subject, String name, long min, long max) {

    /** What is looked at. */
    public enum Subject {
        /** A duration in nanoseconds that the scenario measures. */
        METRIC,
        /** A count of the machine's facts. */
        COUNTER,
        /** The number of violations of checks. */
        VIOLATIONS
    }

    public boolean holds(long actual) {
        return min <= actual && actual <= max;
    }

    /** Subject and bounds, such as {@code ipi_sent = 12} or {@code 5 <= munmap_ns <= 7}. */
    public String describe() {
        String what = subject == Subject.VIOLATIONS ? "violations" : name;
        if (min == max) {
            return what + " = " + min;
        }
        String lower = min == Long.MIN_VALUE ? "" : min + " <= ";
        return lower + what + (max == Long.MAX_VALUE ? "" : " <= " + max);
    }
}
