package org.mmsim.storage;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mmsim.protocol.Event;

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

    static RecordedEvent of(Event event) {
        EventType type = EventSchema.current().type(event.getFactCase().getNumber());
        Message fact = (Message) event.getField(type.descriptor());
        long[] fields = new long[EventSchema.MAX_FIELDS];
        for (int i = 0; i < type.fields().size(); i++) {
            Object value = fact.getField(type.fields().get(i).descriptor());
            fields[i] = value instanceof EnumValueDescriptor named ? named.getNumber() : (Long) value;
        }
        return new RecordedEvent(
                event.getSeq(), type.number(), event.getTimeNs(), event.getActor(), event.getCause(), fields);
    }

    RecordedEvent withTimeNs(long newTimeNs) {
        return new RecordedEvent(seq, type, newTimeNs, actor, cause, fields);
    }

    RecordedEvent withActor(int newActor) {
        return new RecordedEvent(seq, type, timeNs, newActor, cause, fields);
    }

    RecordedEvent withType(int newType) {
        return new RecordedEvent(seq, newType, timeNs, actor, cause, fields);
    }

    RecordedEvent withCause(long newCause) {
        return new RecordedEvent(seq, type, timeNs, actor, newCause, fields);
    }

    RecordedEvent withField(int field, long value) {
        List<Long> newFields = new ArrayList<>(fields);
        newFields.set(field, value);
        return new RecordedEvent(seq, type, timeNs, actor, cause, newFields);
    }

    int fieldCount() {
        return EventSchema.current().type(type).fields().size();
    }

    void appendTo(EventSink sink) {
        sink.append(type, timeNs, actor, cause, fields.get(0), fields.get(1), fields.get(2), fields.get(3));
    }
}
