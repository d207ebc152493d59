package org.mmsim.scenarios.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Draws one plot of a chart, from (0, 0) to its width and height. */
final class SvgPlot {

    private static final int LEFT = 84;
    private static final int RIGHT = 24;
    private static final int TOP = 58;
    private static final int BOTTOM = 56;
    private static final String GRID = "stroke=\"#e4e4e4\"";
    private static final String FINE_GRID = "stroke=\"#f3f3f3\"";
    private static final String SMALL = "font-size=\"12\"";

    private static final MathContext THREE_DIGITS = new MathContext(3);

    private final Svg svg;
    private final Chart chart;
    private final Plot plot;
    private final int width;
    private final int height;
    private final LogAxis x;
    private final LogAxis y;

    SvgPlot(Svg svg, Chart chart, Plot plot, int width, int height) {
        this.svg = svg;
        this.chart = chart;
        this.plot = plot;
        this.width = width;
        this.height = height;
        this.x = LogAxis.around(points(plot).map(Plot.Point::x).toList(), LEFT, width - RIGHT);
        this.y = LogAxis.around(points(plot).map(Plot.Point::y).toList(), height - BOTTOM, TOP);
    }

    private static Stream<Plot.Point> points(Plot plot) {
        return Stream.concat(
                plot.lines().stream().flatMap(line -> line.points().stream()),
                plot.marks().stream().map(Plot.Mark::point));
    }

    void draw() {
        svg.text(LEFT, 18, "start", "font-size=\"14\" font-weight=\"bold\"", plot.title());
        dashLegend();
        xAxis();
        yAxis();
        plot.lines().forEach(this::line);
        for (Plot.Mark mark : plot.marks()) {
            mark(
                    svg,
                    Palette.colour(mark.series()),
                    mark.filled(),
                    x.pixel(mark.point().x()),
                    y.pixel(mark.point().y()),
                    mark.text());
        }
    }

    private void dashLegend() {
        double at = LEFT;
        for (int i = 0; i < plot.dashes().size(); i++) {
            svg.line(
                    at,
                    36,
                    at + 36,
                    36,
                    "stroke=\"#222222\" stroke-width=\"2\" stroke-dasharray=\"" + Palette.dash(i) + "\"");
            svg.text(at + 44, 40, "start", SMALL, plot.dashes().get(i));
            at += 44 + plot.dashes().get(i).length() * 7 + 24;
        }
    }

    private void xAxis() {
        TreeSet<Double> values = points(plot).map(Plot.Point::x).collect(Collectors.toCollection(TreeSet::new));
        double last = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            double at = x.pixel(value);
            svg.line(at, TOP, at, height - BOTTOM, GRID);
            if (at - last > 24) {
                svg.text(at, height - BOTTOM + 18, "middle", SMALL, String.format(Locale.ROOT, "%.0f", value));
                last = at;
            }
        }
        svg.line(LEFT, height - BOTTOM, width - RIGHT, height - BOTTOM, "stroke=\"#222222\"");
        svg.text((LEFT + width - RIGHT) / 2.0, height - BOTTOM + 42, "middle", "", plot.xLabel());
    }

    private void yAxis() {
        DoubleStream.iterate(2, step -> step + 1)
                .limit(8)
                .forEach(step -> y.ticks(step)
                        .forEach(tick -> svg.line(LEFT, y.pixel(tick), width - RIGHT, y.pixel(tick), FINE_GRID)));
        for (double tick : y.labels()) {
            svg.line(LEFT, y.pixel(tick), width - RIGHT, y.pixel(tick), GRID);
            svg.text(LEFT - 8, y.pixel(tick) + 4, "end", SMALL, plot.times() ? time(tick) : number(tick));
        }
        svg.line(LEFT, TOP, LEFT, height - BOTTOM, "stroke=\"#222222\"");
        double middle = (TOP + height - BOTTOM) / 2.0;
        String turned = String.format(Locale.ROOT, "transform=\"rotate(-90 20 %.1f)\"", middle);
        svg.text(20, middle, "middle", turned, plot.yLabel());
    }

    /** Nanoseconds in the largest unit of which there is one. */
    private static String time(double ns) {
        if (ns < 1e3) {
            return number(ns) + " ns";
        }
        if (ns < 1e6) {
            return number(ns / 1e3) + " µs";
        }
        return ns < 1e9 ? number(ns / 1e6) + " ms" : number(ns / 1e9) + " s";
    }

    /** Of few digits, and thousands as k, M and G. */
    private static String number(double value) {
        if (value >= 1e9) {
            return number(value / 1e9) + "G";
        }
        if (value >= 1e6) {
            return number(value / 1e6) + "M";
        }
        return value >= 1e3
                ? number(value / 1e3) + "k"
                : new BigDecimal(value, THREE_DIGITS).stripTrailingZeros().toPlainString();
    }

    private void line(Plot.Line line) {
        String name = chart.series().get(line.series());
        String points = line.points().stream()
                .map(point -> String.format(Locale.ROOT, "%.1f,%.1f", x.pixel(point.x()), y.pixel(point.y())))
                .collect(Collectors.joining(" "));
        svg.add("<g class=\"line\"><title>%s</title>", Svg.escape(name));
        svg.add(
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%.1f\" stroke-dasharray=\"%s\"/>",
                points,
                Palette.colour(line.series()),
                Palette.width(line.series(), chart.series().size()),
                Palette.dash(line.dash()));
        line.points().forEach(point -> marker(svg, line.series(), x.pixel(point.x()), y.pixel(point.y())));
        svg.add("</g>");
    }

    /** The small shape of a series. */
    static void marker(Svg svg, int series, double x, double y) {
        svg.add(
                "<path d=\"%s\" transform=\"translate(%.1f,%.1f)\" fill=\"%s\"/>",
                Palette.shape(series), x, y, Palette.colour(series));
    }

    /** A single point. */
    static void mark(Svg svg, String colour, boolean filled, double x, double y, String text) {
        svg.add(
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"7\" stroke=\"%s\" stroke-width=\"2\" fill=\"%s\">"
                        + "<title>%s</title></circle>",
                x, y, colour, filled ? colour : "none", Svg.escape(text));
    }
}
