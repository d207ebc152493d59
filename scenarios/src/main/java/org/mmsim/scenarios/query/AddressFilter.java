package org.mmsim.scenarios.query;

import java.util.Arrays;
import java.util.List;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.protocol.ChunkSummary;
import org.mmsim.protocol.Event;
import org.mmsim.protocol.FieldKind;
import org.mmsim.storage.EventField;
import org.mmsim.storage.EventSchema;
import org.mmsim.storage.EventType;
import org.mmsim.storage.EventView;

/**
 * Wants events that concern an address: that give a range with it, an entry of the lowest two levels that maps it, or just
 * the address itself.
 */
final class AddressFilter implements Filter {
    private static final int NONE = -1;
    /** An entry of a higher level maps so much that nearly every address would concern it. */
    private static final int HIGHEST_LEVEL = 1;

    private final Ranges wanted;
    private final PageTableFormat format;
    private final int[] vaField = new int[EventSchema.MAX_TYPE + 1];
    private final int[] lengthField = new int[EventSchema.MAX_TYPE + 1];
    private final int[] levelField = new int[EventSchema.MAX_TYPE + 1];

    AddressFilter(Ranges wanted, PageTableFormat format) {
        this.wanted = wanted;
        this.format = format;
        Arrays.fill(vaField, NONE);
        for (EventType type : EventSchema.current().types()) {
            vaField[type.number()] = find(type.fields(), FieldKind.VA);
            lengthField[type.number()] = find(type.fields(), FieldKind.LENGTH);
            levelField[type.number()] = find(type.fields(), FieldKind.LEVEL);
        }
    }

    private static int find(List<EventField> fields, FieldKind kind) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).kind() == kind) {
                return i;
            }
        }
        return NONE;
    }

    @Override
    public boolean matches(EventView event) {
        int type = event.type();
        if (vaField[type] == NONE) {
            return false;
        }
        long va = event.field(vaField[type]);
        if (type == Event.PTES_SET_FIELD_NUMBER) {
            return concerns(va, event.field(2) << format.shift(0));
        }
        if (lengthField[type] != NONE) {
            return concerns(va, event.field(lengthField[type]));
        }
        long level = levelField[type] == NONE ? NONE : event.field(levelField[type]);
        if (level < 0 || level > HIGHEST_LEVEL) {
            return wanted.contains(va);
        }
        long span = format.span((int) level);
        return concerns(va & -span, span);
    }

    private boolean concerns(long va, long length) {
        long last = length == 0 ? va : va + length - 1;
        return wanted.overlaps(va, Long.compareUnsigned(last, va) < 0 ? -1L : last);
    }

    @Override
    public boolean mayMatch(ChunkSummary chunk) {
        // The summary knows ranges, but of an entry only where it is.
        long reach = format.span(HIGHEST_LEVEL) - 1;
        long last = chunk.getVaMax() | reach;
        return wanted.overlaps(chunk.getVaMin() & ~reach, last);
    }
}
