package org.mmsim.scenarios.plot;

import java.util.List;

/**
 * Plots side by side, with one legend.
 *
 * @param series names of the colours, at most {@value Palette#SIZE}
 * @param filledMarks what filled marks mean, empty if there is none
 * @param ringMarks what rings mean, empty if there is none
 */
public record Chart(
        String title,
        String description,
        List<String> series,
        List<Plot> plots,
        String filledMarks,
        String ringMarks) {}
