package org.mmsim.storage;

/** The events of one chunk, unencoded, a plain array per property. Filled by one thread, then handed to another. */
final class EventBlock {

    /** Fields are stored at this distance whatever their number: addressing stays a shift. */
    static final int STRIDE = EventSchema.MAX_FIELDS;

    final byte[] types;
    final long[] times;
    final int[] actors;
    final long[] causes;
    final long[] fields;

    /** Sequence number of event 0. */
    long firstSeq;

    int count;

    EventBlock(int capacity) {
        types = new byte[capacity];
        times = new long[capacity];
        actors = new int[capacity];
        causes = new long[capacity];
        fields = new long[capacity * STRIDE];
    }

    int capacity() {
        return types.length;
    }

    int type(int index) {
        return types[index] & 0xFF;
    }

    long field(int index, int field) {
        return fields[index * STRIDE + field];
    }

    long lastSeq() {
        return firstSeq + count - 1;
    }

    /** Index of the first event at which two blocks differ, or -1. Compares the first {@code events} of both. */
    static int mismatch(EventBlock left, EventBlock right, int events, int[] fieldCounts) {
        for (int i = 0; i < events; i++) {
            if (left.types[i] != right.types[i]
                    || left.times[i] != right.times[i]
                    || left.actors[i] != right.actors[i]
                    || left.causes[i] != right.causes[i]) {
                return i;
            }
            int end = i * STRIDE + fieldCounts[left.type(i)];
            for (int f = i * STRIDE; f < end; f++) {
                if (left.fields[f] != right.fields[f]) {
                    return i;
                }
            }
        }
        return -1;
    }
}
