package org.mmsim.scenarios.cli;

import java.util.Locale;

/** Numbers as people read them. */
final class Units {
    private Units() {}

    /** Nanoseconds with a unit that leaves one to three digits before the point. */
    static String time(double ns) {
        double magnitude = Math.abs(ns);
        if (magnitude < 1e3) {
            return String.format(Locale.ROOT, "%.0f ns", ns);
        }
        if (magnitude < 1e6) {
            return String.format(Locale.ROOT, "%.3f us", ns / 1e3);
        }
        return magnitude < 1e9
                ? String.format(Locale.ROOT, "%.3f ms", ns / 1e6)
                : String.format(Locale.ROOT, "%.3f s", ns / 1e9);
    }

    static String bytes(long bytes) {
        if (bytes < 1 << 10) {
            return bytes + " B";
        }
        return bytes < 1 << 20
                ? String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0)
                : String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
    }

    /** An integer with its thousands apart. */
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count).replace(',', ' ');
    }
}
