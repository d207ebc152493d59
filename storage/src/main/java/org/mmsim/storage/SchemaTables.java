package org.mmsim.storage;

import java.util.Arrays;
import java.util.List;
import org.mmsim.protocol.FieldKind;

/** The event schema as arrays indexed by type number, for loops that run per event. */
final class SchemaTables {

    private final int[] fieldCounts = new int[EventSchema.MAX_TYPE + 1];
    private final boolean[][] enums = new boolean[EventSchema.MAX_TYPE + 1][];
    private final FieldKind[][] kinds = new FieldKind[EventSchema.MAX_TYPE + 1][];

    SchemaTables(List<EventType> types) {
        Arrays.fill(fieldCounts, -1);
        for (EventType type : types) {
            List<EventField> fields = type.fields();
            fieldCounts[type.number()] = fields.size();
            enums[type.number()] = new boolean[fields.size()];
            kinds[type.number()] = new FieldKind[fields.size()];
            for (int i = 0; i < fields.size(); i++) {
                enums[type.number()][i] = fields.get(i).isEnum();
                kinds[type.number()][i] = fields.get(i).kind();
            }
        }
    }

    /** Number of fields, -1 where there is no such type. */
    int[] fieldCounts() {
        return fieldCounts;
    }

    boolean[][] enums() {
        return enums;
    }

    FieldKind[][] kinds() {
        return kinds;
    }
}
