package org.mmsim.scenarios.plot;

/** What colours, shapes and marks mean, in as many rows as it takes. */
final class SvgLegend {

    private static final int ROW = 24;
    private static final int SYMBOL = 40;
    private static final int GAP = 20;
    private static final String TEXT_COLOUR = "#222222";

    private final Svg svg;
    private final int left;
    private final int right;
    private double x;
    private double y;

    /**
     * @param top where its first row begins
     */
    SvgLegend(Svg svg, int left, int right, double top) {
        this.svg = svg;
        this.left = left;
        this.right = right;
        this.x = left;
        this.y = top + ROW;
    }

    /** Returns where it ends. */
    double draw(Chart chart) {
        for (int series = 0; series < chart.series().size(); series++) {
            String name = chart.series().get(series);
            makeRoom(name);
            svg.add(
                    "<path d=\"M%.1f,%.1fh32\" stroke=\"%s\" stroke-width=\"%.1f\"/>",
                    x,
                    y - 4,
                    Palette.colour(series),
                    Palette.width(series, chart.series().size()));
            SvgPlot.marker(svg, series, x + 16, y - 4);
            text(name);
        }
        breakRow();
        mark(chart.filledMarks(), true);
        mark(chart.ringMarks(), false);
        breakRow();
        return y - ROW;
    }

    private void mark(String meaning, boolean filled) {
        if (!meaning.isEmpty()) {
            makeRoom(meaning);
            SvgPlot.mark(svg, TEXT_COLOUR, filled, x + 16, y - 4, meaning);
            text(meaning);
        }
    }

    private void makeRoom(String text) {
        if (x + SYMBOL + text.length() * Svg.CHARACTER_WIDTH > right) {
            breakRow();
        }
    }

    private void breakRow() {
        if (x > left) {
            x = left;
            y += ROW;
        }
    }

    private void text(String text) {
        svg.text(x + SYMBOL, y, "start", "", text);
        x += SYMBOL + text.length() * Svg.CHARACTER_WIDTH + GAP;
    }
}
