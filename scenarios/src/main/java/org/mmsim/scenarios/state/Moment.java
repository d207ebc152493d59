package org.mmsim.scenarios.state;

import java.util.regex.Pattern;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.yaml.Position;
import org.mmsim.scenarios.yaml.Quantity;
import org.mmsim.scenarios.yaml.Text;
import org.mmsim.scenarios.yaml.YamlScalar;
import org.mmsim.storage.JournalReader;

/** A moment of a run as people give it: after an event, or at a time, or the end. */
public final class Moment {
    private static final Pattern SEQ = Pattern.compile("[0-9]{1,18}");
    private static final String END = "end";

    private Moment() {}

    /**
     * The last event that has happened at a moment, 0 if none has.
     *
     * @param text a sequence number, a time with unit (everything at that time has happened), or {@code end}
     * @throws InputException if it is none of these, or an event that the run does not have
     */
    public static long lastSeq(String text, JournalReader reader) {
        if (text.equals(END)) {
            return reader.lastSeq();
        }
        if (SEQ.matcher(text).matches()) {
            long seq = Long.parseLong(text);
            if (seq > reader.lastSeq()) {
                throw new InputException(
                        "no event " + seq + " (--at " + text + ")",
                        "allowed: 0 to " + reader.lastSeq() + ", a time such as 10.5ms, or end");
            }
            return seq;
        }
        if (!text.isEmpty() && Character.isDigit(text.charAt(0))) {
            long ns = Quantity.TIME.parse(YamlScalar.plain(text, Position.of("--at")), "at");
            return ns == Long.MAX_VALUE ? reader.lastSeq() : reader.firstSeqAt(ns + 1) - 1;
        }
        throw new InputException(
                "not a moment: " + Text.quote(text) + " (--at)",
                "allowed: the number of an event, a time such as 10.5ms, or end");
    }
}
