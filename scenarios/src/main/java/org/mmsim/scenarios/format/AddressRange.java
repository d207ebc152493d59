package org.mmsim.scenarios.format;

/** Addresses from start up to but not including end. */
record AddressRange(long start, long end) {

    static AddressRange of(long start, long length) {
        return new AddressRange(start, start + length);
    }

    long length() {
        return end - start;
    }

    boolean overlaps(AddressRange other) {
        return start < other.end && other.start < end;
    }

    @Override
    public String toString() {
        return "0x" + Long.toHexString(start) + "..0x" + Long.toHexString(end);
    }
}
