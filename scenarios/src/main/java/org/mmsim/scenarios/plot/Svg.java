package org.mmsim.scenarios.plot;

import java.util.Locale;

/** Builds SVG text. Coordinates have one decimal, so that the text is the same on every machine. */
final class Svg {

    /** Wide enough for the usual sans-serif fonts: text cannot be measured without one. */
    static final double CHARACTER_WIDTH = 7.6;

    private final StringBuilder body = new StringBuilder();

    /** A line of output, formatted for no locale. */
    void add(String format, Object... values) {
        body.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    void line(double x1, double y1, double x2, double y2, String style) {
        add("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" %s/>", x1, y1, x2, y2, style);
    }

    /** @param anchor start, middle or end */
    void text(double x, double y, String anchor, String style, String text) {
        add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s>%s</text>", x, y, anchor, style, escape(text));
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** The document. */
    String finish(int width, int height) {
        return String.format(Locale.ROOT, """
                <?xml version="1.0" encoding="UTF-8"?>
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" \
                font-family="sans-serif" font-size="13" fill="#222222">
                <rect width="%1$d" height="%2$d" fill="#ffffff"/>
                %3$s</svg>
                """, width, height, body);
    }
}
