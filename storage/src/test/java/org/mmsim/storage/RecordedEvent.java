package org.mmsim.storage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An event as tests hold it. Fields that the type does not have are 0. */
record RecordedEvent(long seq, int type, long timeNs, int actor, long cause, List<Long> fields) {

    RecordedEvent(long seq, int type, long timeNs, int actor, long cause, long... fields) {
        this(seq, type, timeNs, actor, cause, Arrays.stream(fields).boxed().toList());
    }

    static RecordedEvent of(EventView view) {
        long[] fields = new long[EventSchema.MAX_FIELDS];
        for (int i = 0; i < EventSchema.current().type(view.type()).fields().size(); i++) {
            fields[i] = view.field(i);
        }
        return new RecordedEvent(view.seq(), view.type(), view.timeNs(), view.actor(), view.cause(), fields);
    }

    static List<RecordedEvent> all(JournalReader reader) {
        List<RecordedEvent> events = new ArrayList<>();
        reader.scan(1, summary -> true, event -> events.add(of(event)));
        return events;
    }

    void appendTo(EventSink sink) {
        sink.append(type, timeNs, actor, cause, fields.get(0), fields.get(1), fields.get(2), fields.get(3));
    }
}
