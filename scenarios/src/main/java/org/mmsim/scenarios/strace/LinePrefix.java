package org.mmsim.scenarios.strace;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands in front of a call: the thread, as {@code [pid 12]} or as a column, and times in any of
 * strace's formats. Times are dropped: the order of the lines is the order of the recording.
 *
 * @param tid the thread, if the line says so
 * @param body the rest of the line
 */
record LinePrefix(Optional<Integer> tid, String body) {

    private static final Pattern PREFIX = Pattern.compile("(?:"
            + "\\[pid +([0-9]{1,9})(?:<[^>]*>)?\\] +" // on a terminal, with more than one thread
            + "|([0-9]{1,9})(?:<[^>]*>)? +" // with -f -o
            + ")?"
            + "(?: *(?:[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]+)?|[0-9]+\\.[0-9]+) +)?" // -t, -tt, -ttt, -r
            + "(?:\\(\\+ *[0-9.]+\\) +)?" // -r beside -t
            + "(?:\\[ *[0-9]+\\] +)?" // -n
            + "(?:\\[(?:[0-9a-f]{8,16}|\\?+)\\] +)?"); // -i

    static LinePrefix of(String line) {
        Matcher matcher = PREFIX.matcher(line);
        if (!matcher.lookingAt()) {
            return new LinePrefix(Optional.empty(), line);
        }
        String tid = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        return new LinePrefix(Optional.ofNullable(tid).map(Integer::valueOf), line.substring(matcher.end()));
    }
}
