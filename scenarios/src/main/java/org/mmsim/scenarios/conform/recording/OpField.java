package org.mmsim.scenarios.conform.recording;

import java.util.Locale;

/** What is recorded of an operation, in the order in which recordings have it. */
public enum OpField {
    VALS(Shape.RUNS_OF_VALUES),
    SIG(Shape.COUNTS),
    PAGES(Shape.NUMBER),
    BYTES(Shape.NUMBER),
    INCORE(Shape.NUMBER),
    RANGES(Shape.SCAN_RANGES),
    FULL_SCANS_OK(Shape.NUMBER),
    COLLAPSED(Shape.NUMBER),
    RC(Shape.NUMBER),
    ERRNO(Shape.NUMBER),
    MINFLT(Shape.NUMBER),
    MAJFLT(Shape.NUMBER),
    TLB(Shape.COUNTS);

    private final Shape shape;

    /** What the JSON of a field looks like. */
    enum Shape {
        NUMBER,
        /** {@code {"NAME": n, …}}. */
        COUNTS,
        /** {@code [[value, count], …]}. */
        RUNS_OF_VALUES,
        /** {@code [{"o": n, "n": n, "cat": "…"}, …]}. */
        SCAN_RANGES
    }

    OpField(Shape shape) {
        this.shape = shape;
    }

    Shape shape() {
        return shape;
    }

    /** The name in recordings. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
