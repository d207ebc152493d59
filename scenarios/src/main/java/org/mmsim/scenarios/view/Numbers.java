package org.mmsim.scenarios.view;

import java.util.List;
import java.util.Locale;

/** Times, sizes and addresses as text, exact to the last digit. */
public final class Numbers {
    /** From here on a number without meaning of its own is most likely an address. */
    private static final long LOOKS_LIKE_ADDRESS = 1L << 32;

    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB");

    private Numbers() {}

    /** Nanoseconds in the largest unit that leaves one digit before the point, with all digits behind it. */
    public static String time(long ns) {
        if (ns < 0) {
            return Long.toUnsignedString(ns) + " ns";
        }
        if (ns < 1_000) {
            return ns + " ns";
        }
        if (ns < 1_000_000) {
            return decimal(ns, 1_000, 3) + " us";
        }
        return ns < 1_000_000_000 ? decimal(ns, 1_000_000, 6) + " ms" : decimal(ns, 1_000_000_000, 9) + " s";
    }

    private static String decimal(long value, long unit, int digits) {
        String fraction = Long.toString(value % unit);
        return value / unit + "." + "0".repeat(digits - fraction.length()) + fraction;
    }

    /** Hexadecimal. */
    public static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }

    /** Bytes with the largest binary unit that leaves a whole number. */
    public static String size(long bytes) {
        int unit = bytes == 0 ? 0 : Math.min(UNITS.size() - 1, Long.numberOfTrailingZeros(bytes) / 10);
        return Long.toUnsignedString(bytes >>> 10 * unit) + UNITS.get(unit);
    }

    /** Bytes in the largest unit of which there is at least one, with one digit behind the point if it is not whole. */
    public static String about(long bytes) {
        int unit = bytes <= 0 ? 0 : Math.min(UNITS.size() - 1, (63 - Long.numberOfLeadingZeros(bytes)) / 10);
        long one = 1L << 10 * unit;
        return bytes % one == 0
                ? bytes / one + UNITS.get(unit)
                : String.format(Locale.ROOT, "%.1f%s", (double) bytes / one, UNITS.get(unit));
    }

    /** A number of which nothing is known: large ones are addresses. */
    public static String plain(long value) {
        return Long.compareUnsigned(value, LOOKS_LIKE_ADDRESS) >= 0 ? hex(value) : Long.toString(value);
    }
}
