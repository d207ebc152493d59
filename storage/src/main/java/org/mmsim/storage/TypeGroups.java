package org.mmsim.storage;

import java.util.Arrays;

/** The events of a block sorted by type: columns are made of events of one type. Reused from chunk to chunk. */
final class TypeGroups {

    private final int[] starts = new int[EventSchema.MAX_TYPE + 2];
    private final int[] next = new int[EventSchema.MAX_TYPE + 1];

    /** Indices of events: those of the lowest type first, each type's in order of time. */
    final int[] order;

    TypeGroups(int capacity) {
        order = new int[capacity];
    }

    void group(byte[] types, int count) {
        Arrays.fill(next, 0);
        for (int i = 0; i < count; i++) {
            next[types[i] & 0xFF]++;
        }
        int start = 0;
        for (int type = 0; type <= EventSchema.MAX_TYPE; type++) {
            starts[type] = start;
            start += next[type];
            next[type] = starts[type];
        }
        starts[EventSchema.MAX_TYPE + 1] = start;
        for (int i = 0; i < count; i++) {
            order[next[types[i] & 0xFF]++] = i;
        }
    }

    /** Where the events of a type begin in {@link #order}; they end where the next type's begin. */
    int start(int type) {
        return starts[type];
    }

    int end(int type) {
        return starts[type + 1];
    }

    boolean has(int type) {
        return starts[type] < starts[type + 1];
    }
}
