package org.mmsim.scenarios.view;

import java.util.List;
import java.util.stream.LongStream;
import org.mmsim.engine.event.ActorIds;
import org.mmsim.protocol.ActorKind;
import org.mmsim.storage.EventSchema;
import org.mmsim.storage.EventView;

/**
 * One event of a journal, to keep.
 *
 * @param type number in the oneof of {@code Event}
 * @param actor as events carry it
 * @param fields the type's fields, in order
 */
public record EventRow(long seq, int type, long timeNs, int actor, long cause, List<Long> fields) {

    /** Copies what a view shows. */
    public static EventRow of(EventView event) {
        int count = EventSchema.current().type(event.type()).fields().size();
        List<Long> fields =
                LongStream.range(0, count).mapToObj(i -> event.field((int) i)).toList();
        return new EventRow(event.seq(), event.type(), event.timeNs(), event.actor(), event.cause(), fields);
    }

    public long field(int index) {
        return fields.get(index);
    }

    public ActorKind actorKind() {
        return ActorIds.kind(actor);
    }

    /** Number of the CPU, TLB or process that it happened to. */
    public int actorIndex() {
        return ActorIds.index(actor);
    }
}
