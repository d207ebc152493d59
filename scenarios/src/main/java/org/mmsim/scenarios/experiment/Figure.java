package org.mmsim.scenarios.experiment;

import java.util.Map;

/**
 * A figure that somebody published.
 *
 * @param where values of parameters at which it was measured
 * @param measure what was measured
 * @param value nanoseconds if that is a time
 * @param fitted whether the machine's costs were chosen so that it comes out; else it is predicted
 * @param source where it was published
 */
public record Figure(
        String variant, Map<String, String> where, Measure measure, long value, boolean fitted, String source) {

    /** Whether it was measured of what this cell runs. */
    boolean isFor(Cell cell) {
        return cell.variant().equals(variant) && cell.isAt(where);
    }

    /** {@code fitted} or {@code predicted}. */
    public String use() {
        return fitted ? "fitted" : "predicted";
    }
}
