package org.mmsim.storage;

/** Smallest range that covers some unsigned numbers. */
final class AddressSpan {

    private boolean empty = true;
    private long min;
    private long max;

    void clear() {
        empty = true;
        min = 0;
        max = 0;
    }

    /** Adds [start, start + length), or just the start if the length is 0. A range that passes the end of the numbers ends there. */
    void add(long start, long length) {
        long end = length == 0 ? start : start + length - 1;
        long last = Long.compareUnsigned(end, start) < 0 ? -1L : end;
        if (empty || Long.compareUnsigned(start, min) < 0) {
            min = start;
        }
        if (empty || Long.compareUnsigned(last, max) > 0) {
            max = last;
        }
        empty = false;
    }

    /** The lowest number; 0 if there is none. */
    long min() {
        return min;
    }

    /** The highest number; 0 if there is none. */
    long max() {
        return max;
    }
}
