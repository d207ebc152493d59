package org.mmsim.scenarios.plot;

import java.util.List;

/**
 * Times over a number, both axes logarithmic.
 *
 * @param yLabel without the unit
 * @param lines drawn in this order
 * @param dashes what each dash pattern means; empty if there is only one
 * @param marks single points beside the lines
 */
public record Plot(
        String title, String xLabel, String yLabel, List<Line> lines, List<String> dashes, List<Mark> marks) {

    /** A place in a plot: x and nanoseconds, both above 0. */
    public record Point(double x, double ns) {}

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
