package org.mmsim.scenarios.strace;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a line of a recording says, behind thread and time. */
sealed interface LineBody {

    /** A call with its result, all on this line. */
    record Whole(String text) implements LineBody {}

    /** The beginning of a call that is interrupted by lines of other threads, or never returns. */
    record Beginning(String text) implements LineBody {}

    /** The end of an interrupted call; {@code rest} continues the text of its beginning. */
    record End(String callName, String rest) implements LineBody {}

    /** The thread has ended; or its id goes on as that of thread {@code supersededBy}, which executes a program. */
    record ThreadEnd(Optional<Integer> supersededBy) implements LineBody {}

    /** strace has begun to trace a thread. */
    record Attached(int tid) implements LineBody {}

    /** A line that says nothing about memory; {@code kind} is what it is counted as. */
    record Remark(String kind) implements LineBody {}

    Pattern CALL = Pattern.compile("([a-z_][a-z0-9_]*)\\(");
    Pattern RESUMED = Pattern.compile("<\\.\\.\\. ([a-z_][a-z0-9_]*) resumed>");
    Pattern THREAD_END = Pattern.compile("\\+\\+\\+ (?:exited with [0-9]+|killed by .+) \\+\\+\\+");
    Pattern SUPERSEDED = Pattern.compile("\\+\\+\\+ superseded by execve in pid ([0-9]{1,9})(?:<[^>]*>)? \\+\\+\\+");
    Pattern ATTACHED = Pattern.compile("strace: Process ([0-9]{1,9})(?:<[^>]*>)? attached(?: with [0-9]+ threads)?");
    Pattern NOTICE = Pattern.compile("strace: (?:Process [0-9]{1,9}(?:<[^>]*>)? detached|\\[ Process PID=.*\\])");

    /** What the text says, or nothing if it is not strace's language. */
    static Optional<LineBody> of(String text) {
        if (text.isBlank()) {
            return Optional.of(new Remark("blank-line"));
        }
        if (CALL.matcher(text).lookingAt()) {
            return Optional.of(callOf(text));
        }
        Matcher resumed = RESUMED.matcher(text);
        if (resumed.lookingAt()) {
            return Optional.of(new End(resumed.group(1), text.substring(resumed.end())));
        }
        return otherOf(text.strip());
    }

    /** What the text of a call says, which may have been joined from several lines. */
    static LineBody callOf(String text) {
        for (String mark : List.of("<unfinished ...>", "<detached ...>")) {
            if (text.endsWith(mark)) {
                return new Beginning(text.substring(0, text.length() - mark.length()));
            }
        }
        return new Whole(text);
    }

    private static Optional<LineBody> otherOf(String text) {
        Matcher superseded = SUPERSEDED.matcher(text);
        Matcher attached = ATTACHED.matcher(text);
        if (superseded.matches()) {
            return Optional.of(new ThreadEnd(Optional.of(Integer.valueOf(superseded.group(1)))));
        } else if (THREAD_END.matcher(text).matches()) {
            return Optional.of(new ThreadEnd(Optional.empty()));
        } else if (attached.matches()) {
            return Optional.of(new Attached(Integer.parseInt(attached.group(1))));
        } else if (NOTICE.matcher(text).matches()) {
            return Optional.of(new Remark("notice"));
        } else if (text.startsWith("--- ") && text.endsWith(" ---")) {
            return Optional.of(new Remark("signal"));
        } else if (text.startsWith("> ")) {
            return Optional.of(new Remark("stack-frame"));
        }
        return Optional.empty();
    }
}
