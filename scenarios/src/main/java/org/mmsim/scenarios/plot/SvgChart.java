package org.mmsim.scenarios.plot;

import java.util.List;
import org.mmsim.scenarios.Paragraph;

/** Draws charts as SVG documents. The same chart gives the same text on every machine. */
public final class SvgChart {

    private static final int PLOT_WIDTH = 580;
    private static final int PLOT_HEIGHT = 470;
    private static final int TITLE_HEIGHT = 44;
    private static final int DESCRIPTION_ROW = 18;
    private static final int MARGIN = 24;

    private SvgChart() {}

    /** The text of an SVG document. */
    public static String draw(Chart chart) {
        Svg svg = new Svg();
        int width = chart.plots().size() * PLOT_WIDTH;
        svg.add("<title>%s</title>", Svg.escape(chart.title()));
        svg.text(MARGIN, 28, "start", "font-size=\"16\" font-weight=\"bold\"", chart.title());
        List<String> description =
                Paragraph.lines(chart.description(), (int) ((width - 2 * MARGIN) / Svg.CHARACTER_WIDTH));
        for (int i = 0; i < description.size(); i++) {
            svg.text(MARGIN, TITLE_HEIGHT + 6 + i * DESCRIPTION_ROW, "start", "", description.get(i));
        }
        int top = TITLE_HEIGHT + description.size() * DESCRIPTION_ROW + MARGIN;
        for (int i = 0; i < chart.plots().size(); i++) {
            svg.add("<g transform=\"translate(%d,%d)\">", i * PLOT_WIDTH, top);
            new SvgPlot(svg, chart, chart.plots().get(i), PLOT_WIDTH, PLOT_HEIGHT).draw();
            svg.add("</g>");
        }
        double bottom = new SvgLegend(svg, MARGIN, width - MARGIN, top + PLOT_HEIGHT).draw(chart);
        return svg.finish(width, (int) bottom + MARGIN);
    }
}
