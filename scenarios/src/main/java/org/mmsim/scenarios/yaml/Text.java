package org.mmsim.scenarios.yaml;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Wording of messages: values of any length and content on one line, and guesses at what was meant. */
public final class Text {

    private static final int SHOWN_CHARS_MAX = 60;
    private static final int LISTED_NAMES_MAX = 40;
    private static final int GUESSABLE_CHARS_MIN = 3;

    private Text() {}

    /** The value in quotes, control characters escaped, shortened to 60 characters. */
    public static String quote(String value) {
        return '"' + oneLine(value) + '"';
    }

    /** The value without line breaks and control characters, shortened to 60 characters. */
    public static String oneLine(String value) {
        boolean tooLong = value.length() > SHOWN_CHARS_MAX;
        String shown = tooLong ? value.substring(0, SHOWN_CHARS_MAX) : value;
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < shown.length(); i++) {
            char c = shown.charAt(i);
            if (c == '\n') {
                line.append("\\n");
            } else if (c < 0x20 || c == 0x7f || c >= 0x80 && (!Character.isDefined(c) || isInvisible(c))) {
                line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
        return tooLong ? line + "…" : line.toString();
    }

    private static boolean isInvisible(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE -> true;
            default -> false;
        };
    }

    /** {@code allowed: a, b, c}, at most 40 of them, with a guess in front if one is near what was written. */
    public static String allowed(String written, Collection<String> names) {
        if (names.isEmpty()) {
            return "allowed: none";
        }
        String nearest = nearest(written, names);
        String guess = nearest.isEmpty() ? "" : "did you mean " + quote(nearest) + "? ";
        String listed =
                names.stream().limit(LISTED_NAMES_MAX).map(Text::oneLine).collect(Collectors.joining(", "));
        int more = names.size() - LISTED_NAMES_MAX;
        return guess + "allowed: " + listed + (more > 0 ? " and " + more + " more" : "");
    }

    /** The name that takes the fewest edits to reach, if that is at most a third of its length; else empty. */
    static String nearest(String written, Collection<String> names) {
        String best = "";
        int bestEdits = Integer.MAX_VALUE;
        for (String name : written.length() < GUESSABLE_CHARS_MIN ? List.<String>of() : names) {
            int editsMax = Math.max(1, name.length() / 3);
            if (Math.abs(name.length() - written.length()) > editsMax) {
                continue;
            }
            int edits = edits(written.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (edits <= editsMax && edits < bestEdits) {
                best = name;
                bestEdits = edits;
            }
        }
        return best;
    }

    /** Insertions, deletions, replacements and swaps of neighbours between two words. */
    private static int edits(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            cost[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            cost[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                cost[i][j] = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
