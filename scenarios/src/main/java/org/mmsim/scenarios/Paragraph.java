package org.mmsim.scenarios;

import java.util.ArrayList;
import java.util.List;

/** Text broken into lines. */
public final class Paragraph {

    private Paragraph() {}

    /** The words of a text in lines of at most so many characters; a longer word has a line of its own. */
    public static List<String> lines(String text, int length) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > length) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
