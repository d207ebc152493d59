package org.mmsim.scenarios.strace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the end of a call's arguments and the commas between them. Brackets and commas inside strings,
 * comments and the paths that strace -y puts behind descriptors do not count.
 *
 * @param arguments as strace wrote them
 * @param rest what follows the closing bracket
 */
record ArgumentText(List<String> arguments, String rest) {

    /** Arguments from {@code from}, the first character after the opening bracket; none if it is never closed. */
    static Optional<ArgumentText> find(String text, int from) {
        List<String> arguments = new ArrayList<>();
        int depth = 0;
        int start = from;
        int i = from;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '"' || text.startsWith("/*", i) || isPath(text, i)) {
                i = skip(text, i);
                continue;
            }
            if (c == '(' || c == '{' || c == '[') {
                depth++;
            } else if (c == ')' && depth == 0) {
                arguments.add(text.substring(start, i).strip());
                return Optional.of(new ArgumentText(arguments, text.substring(i + 1)));
            } else if (c == ')' || c == '}' || c == ']') {
                depth--;
            } else if (c == ',' && depth == 0) {
                arguments.add(text.substring(start, i).strip());
                start = i + 1;
            }
            i++;
        }
        return Optional.empty();
    }

    /** A path follows a descriptor; {@code 21<<MAP_HUGE_SHIFT} is none. */
    private static boolean isPath(String text, int i) {
        return text.charAt(i) == '<' && i > 0 && Character.isDigit(text.charAt(i - 1)) && !text.startsWith("<<", i);
    }

    private static int skip(String text, int open) {
        return switch (text.charAt(open)) {
            case '"' -> endOfString(text, open);
            case '/' -> after(text, "*/", open + 2);
            default -> after(text, ">", open + 1);
        };
    }

    private static int after(String text, String end, int from) {
        int at = text.indexOf(end, from);
        return at < 0 ? text.length() : at + end.length();
    }

    private static int endOfString(String text, int open) {
        int i = open + 1;
        while (i < text.length() && text.charAt(i) != '"') {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(i + 1, text.length());
    }
}
