package org.mmsim.scenarios.plot;

import java.util.List;

/**
 * Times, or numbers, over a number, both axes logarithmic.
 *
 * @param yLabel without the unit of a time
 * @param times whether y is nanoseconds
 * @param lines drawn in this order
 * @param dashes what each dash pattern means; empty if there is only one
 * @param marks single points beside the lines
 */
public record Plot(
        String title,
        String xLabel,
        String yLabel,
        boolean times,
        List<Line> lines,
        List<String> dashes,
        List<Mark> marks) {

    /** A place in a plot, both above 0. */
    public record Point(double x, double y) {}

    /**
     * A line.
     *
     * @param series index of its name in the chart, which gives its colour
     * @param dash index of its dash pattern
     */
    public record Line(int series, int dash, List<Point> points) {}

    /**
     * A single point.
     *
     * @param filled or a ring
     * @param text what it says when pointed at
     */
    public record Mark(int series, boolean filled, Point point, String text) {}
}
