package org.mmsim.scenarios.view;

import java.util.Locale;

/** Events as lines of a table for people: seq, time, actor, event, fields, cause. */
public final class EventTable {
    private final EventText text = new EventText();
    private final int seqWidth;

    /**
     * @param lastSeq the largest sequence number that can come
     */
    public EventTable(long lastSeq) {
        seqWidth = Math.max(3, Long.toString(lastSeq).length());
    }

    /** The line above the table. */
    public String header() {
        return line("seq", "time", "actor", "event and fields <- cause", "");
    }

    /** One event. */
    public String line(EventRow event) {
        String fields = text.fields(event);
        return line(
                Long.toString(event.seq()),
                Numbers.time(event.timeNs()),
                ActorNames.of(event.actor()),
                EventText.name(event.type()) + (fields.isEmpty() ? "" : " " + fields),
                event.cause() == 0 ? "" : " <- " + event.cause());
    }

    private String line(String seq, String time, String actor, String event, String cause) {
        return String.format(Locale.ROOT, "%" + seqWidth + "s  %15s  %-10s  %s%s", seq, time, actor, event, cause);
    }
}
