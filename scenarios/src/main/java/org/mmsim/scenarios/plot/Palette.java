package org.mmsim.scenarios.plot;

import java.util.List;

/** How series are told apart: by colours that colour-blind readers can distinguish, and by shapes for those who print. */
final class Palette {

    /** Most series. */
    static final int SIZE = 8;

    private static final List<String> COLOURS =
            List.of("#0072b2", "#56b4e9", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#000000", "#999999");
    private static final List<String> SHAPES = List.of(
            "M-4,-4h8v8h-8z",
            "M-4.5,3.5L0,-4.5L4.5,3.5z",
            "M0,-5L5,0L0,5L-5,0z",
            "M-4.5,-3.5L0,4.5L4.5,-3.5z",
            "M-1.5,-5h3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5v-3h3.5z",
            "M-3.5,-4.5L4.5,0L-3.5,4.5z",
            "M3.5,-4.5L-4.5,0L3.5,4.5z",
            "M-2,-4.5h4L4.5,0L2,4.5h-4L-4.5,0z");
    private static final List<String> DASHES = List.of("", "7 5", "2 4");

    private Palette() {}

    static String colour(int series) {
        return COLOURS.get(series % SIZE);
    }

    /** Path of a marker around the origin. */
    static String shape(int series) {
        return SHAPES.get(series % SHAPES.size());
    }

    /** Width of a line: the later ones are drawn over the earlier ones, which show at their sides where they coincide. */
    static double width(int series, int seriesCount) {
        return 1.6 + 0.8 * (seriesCount - 1 - series);
    }

    /** Value of stroke-dasharray. */
    static String dash(int dash) {
        return DASHES.get(dash % DASHES.size());
    }
}
