package org.mmsim.scenarios.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Text in columns. */
final class Columns {

    private Columns() {}

    /** Prints columns as wide as what stands in them, by two to the right; the first to the left, the others to the right. */
    static void print(PrintStream out, List<List<String>> lines) {
        List<Integer> widths = new ArrayList<>();
        for (List<String> line : lines) {
            for (int i = 0; i < line.size(); i++) {
                int width = line.get(i).length();
                if (i == widths.size()) {
                    widths.add(width);
                }
                widths.set(i, Math.max(widths.get(i), width));
            }
        }
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder("  ");
            for (int i = 0; i < line.size(); i++) {
                String pad = " ".repeat(widths.get(i) - line.get(i).length());
                text.append(i == 0 ? line.get(i) + pad : "  " + pad + line.get(i));
            }
            out.println(text.toString().stripTrailing());
        }
    }
}
