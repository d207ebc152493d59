package org.mmsim.scenarios.strace;

import org.mmsim.scenarios.InputException;

/**
 * A line of a recording.
 *
 * @param line counted from 1
 */
record Place(String file, int line) {

    private static final int SHOWN_CHARS_MAX = 60;

    InputException error(String what, String hint) {
        return new InputException(what + " (" + this + ")", hint);
    }

    /** The text in quotes, on one line, printable and not longer than a line should be. */
    static String quote(String text) {
        String shown = text.length() > SHOWN_CHARS_MAX ? text.substring(0, SHOWN_CHARS_MAX) + "..." : text;
        return '"' + shown.replaceAll("[^\\x20-\\x7e]", "?") + '"';
    }

    @Override
    public String toString() {
        return file + ":" + line;
    }
}
