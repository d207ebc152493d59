package org.mmsim.scenarios.strace;

import java.util.Locale;
import org.mmsim.scenarios.yaml.Quantity;

/** Addresses from {@code start} to before {@code end}, in bytes; never empty. */
record AddressRange(long start, long end) {

    /** End of what a simulated process can map: 4 PiB, as a radix process on book3s64 has. */
    static final long ADDRESS_END = 1L << 52;

    /** Scenarios map nothing below, as Linux does not unless told. */
    static final long ADDRESS_MIN = 0x10000;

    /** Everything. */
    static final AddressRange ALL = new AddressRange(ADDRESS_MIN, ADDRESS_END);

    AddressRange {
        if (start < 0 || start >= end || end > ADDRESS_END) {
            throw new IllegalArgumentException("no range of addresses: " + start + " to " + end);
        }
    }

    /** {@code at: ADDRESS, size: SIZE}, as the scenario format writes it. */
    String text() {
        return "at: " + address(start) + ", size: " + Quantity.SIZE.format(end - start);
    }

    static String address(long address) {
        return String.format(Locale.ROOT, "0x%x", address);
    }
}
