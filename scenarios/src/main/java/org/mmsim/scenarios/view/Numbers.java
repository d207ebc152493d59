package org.mmsim.scenarios.view;

/** Times, sizes and addresses as text, exact to the last digit. */
public final class Numbers {
    /** From here on a number without meaning of its own is most likely an address. */
    private static final long LOOKS_LIKE_ADDRESS = 1L << 32;

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
        int unit = bytes == 0 ? 0 : Math.min(4, Long.numberOfTrailingZeros(bytes) / 10);
        return Long.toUnsignedString(bytes >>> 10 * unit) + new String[] {"B", "KiB", "MiB", "GiB", "TiB"}[unit];
    }

    /** A number of which nothing is known: large ones are addresses. */
    public static String plain(long value) {
        return Long.compareUnsigned(value, LOOKS_LIKE_ADDRESS) >= 0 ? hex(value) : Long.toString(value);
    }
}
