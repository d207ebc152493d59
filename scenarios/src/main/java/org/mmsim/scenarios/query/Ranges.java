package org.mmsim.scenarios.query;

import java.util.List;

/** A set of numbers given as ranges. Numbers are without sign, except where a field of events has one. */
record Ranges(List<Range> ranges, boolean signed) {

    /** From first to last, both included. */
    record Range(long first, long last) {}

    Ranges {
        ranges = List.copyOf(ranges);
    }

    static Ranges of(long first, long last) {
        return new Ranges(List.of(new Range(first, last)), false);
    }

    boolean contains(long number) {
        return overlaps(number, number);
    }

    /** Whether a number from first to last is in the set. */
    boolean overlaps(long first, long last) {
        for (Range range : ranges) {
            if (compare(range.first, last) <= 0 && compare(first, range.last) <= 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether one of the ranges holds all numbers from first to last. */
    boolean covers(long first, long last) {
        for (Range range : ranges) {
            if (compare(range.first, first) <= 0 && compare(last, range.last) <= 0) {
                return true;
            }
        }
        return false;
    }

    private int compare(long a, long b) {
        return signed ? Long.compare(a, b) : Long.compareUnsigned(a, b);
    }
}
