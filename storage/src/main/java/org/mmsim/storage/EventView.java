package org.mmsim.storage;

import com.google.protobuf.Message;
import org.mmsim.protocol.Event;

/** Shows one event of a chunk. The same view is moved from event to event: take what you need before you return. */
public final class EventView {

    @SuppressWarnings("NullAway.Init") // at() comes first
    private EventBlock block;

    private int index;

    EventView() {}

    EventView at(EventBlock newBlock, int newIndex) {
        block = newBlock;
        index = newIndex;
        return this;
    }

    /** Position in the run, from 1. */
    public long seq() {
        return block.firstSeq + index;
    }

    /** Number of the type in the oneof of {@code Event}. */
    public int type() {
        return block.type(index);
    }

    /** Virtual time in nanoseconds. */
    public long timeNs() {
        return block.times[index];
    }

    /** Index * 8 + {@code ActorKind}. */
    public int actor() {
        return block.actors[index];
    }

    /** The event that led to this one, or 0. */
    public long cause() {
        return block.causes[index];
    }

    /** Value of a field, counted from 0; undefined if the type has no such field. */
    public long field(int field) {
        return block.field(index, field);
    }

    /** The event as a message. */
    public Event toProto() {
        EventType type = EventSchema.current().type(type());
        Event.Builder event = Event.newBuilder()
                .setSeq(seq())
                .setTimeNs(timeNs())
                .setActor(actor())
                .setCause(cause());
        Message.Builder fact = event.newBuilderForField(type.descriptor());
        for (int i = 0; i < type.fields().size(); i++) {
            EventField field = type.fields().get(i);
            fact.setField(field.descriptor(), field.toProto(field(i)));
        }
        return event.setField(type.descriptor(), fact.build()).build();
    }
}
