package org.mmsim.scenarios.plot;

import java.util.List;
import org.mmsim.scenarios.Paragraph;

/** Draws charts as SVG documents. The same chart gives the same text on every machine. */
public final class SvgChart {

    static final int PLOT_WIDTH = 580;

    private static final int PLOT_HEIGHT = 470;
    private static final int TITLE_HEIGHT = 44;
    private static final int DESCRIPTION_ROW = 18;
    private static final int LEGEND_ROW = 24;
    private static final int MARGIN = 24;
    /** Wide enough for any sans-serif font: text cannot be measured without one. */
    private static final double CHARACTER_WIDTH = 7.6;

    private final Chart chart;
    private final int width;
    private final List<String> description;
    private final int top;
    private final Svg svg;

    private SvgChart(Chart chart) {
        this.chart = chart;
        this.width = chart.plots().size() * PLOT_WIDTH;
        this.description = Paragraph.lines(chart.description(), (int) ((width - 2 * MARGIN) / CHARACTER_WIDTH));
        this.top = TITLE_HEIGHT + description.size() * DESCRIPTION_ROW + MARGIN;
        this.svg = new Svg(width, top + PLOT_HEIGHT + 2 * LEGEND_ROW + MARGIN);
    }

    /** The text of an SVG document. */
    public static String draw(Chart chart) {
        return new SvgChart(chart).draw();
    }

    private String draw() {
        svg.add("<title>%s</title>", Svg.escape(chart.title()));
        svg.text(MARGIN, 28, "start", "font-size=\"16\" font-weight=\"bold\"", chart.title());
        for (int i = 0; i < description.size(); i++) {
            svg.text(MARGIN, TITLE_HEIGHT + 6 + i * DESCRIPTION_ROW, "start", "", description.get(i));
        }
        for (int i = 0; i < chart.plots().size(); i++) {
            svg.add("<g transform=\"translate(%d,%d)\">", i * PLOT_WIDTH, top);
            new SvgPlot(svg, chart, chart.plots().get(i), PLOT_WIDTH, PLOT_HEIGHT).draw();
            svg.add("</g>");
        }
        seriesLegend(top + PLOT_HEIGHT + LEGEND_ROW);
        markLegend(top + PLOT_HEIGHT + 2 * LEGEND_ROW);
        return svg.finish();
    }

    private void seriesLegend(double y) {
        double x = MARGIN;
        for (int i = 0; i < chart.series().size(); i++) {
            svg.add(
                    "<path d=\"M%.1f,%.1fh32\" stroke=\"%s\" stroke-width=\"%.1f\"/>",
                    x, y - 4, Palette.colour(i), Palette.width(i, chart.series().size()));
            marker(svg, i, x + 16, y - 4);
            svg.text(x + 40, y, "start", "", chart.series().get(i));
            x += 40 + chart.series().get(i).length() * CHARACTER_WIDTH + 20;
        }
    }

    private void markLegend(double y) {
        double x = MARGIN;
        for (boolean filled : new boolean[] {true, false}) {
            String text = filled ? chart.filledMarks() : chart.ringMarks();
            if (!text.isEmpty()) {
                mark(svg, "#222222", filled, x + 16, y - 4, text);
                svg.text(x + 40, y, "start", "", text);
                x += 40 + text.length() * CHARACTER_WIDTH + 20;
            }
        }
    }

    /** The small shape of a series. */
    static void marker(Svg svg, int series, double x, double y) {
        svg.add(
                "<path d=\"%s\" transform=\"translate(%.1f,%.1f)\" fill=\"%s\"/>",
                Palette.shape(series), x, y, Palette.colour(series));
    }

    /** A published point. */
    static void mark(Svg svg, String colour, boolean filled, double x, double y, String text) {
        svg.add(
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"7\" stroke=\"%s\" stroke-width=\"2\" fill=\"%s\"><title>%s</title></circle>",
                x, y, colour, filled ? colour : "none", Svg.escape(text));
    }
}
