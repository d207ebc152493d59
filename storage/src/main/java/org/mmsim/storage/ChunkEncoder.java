package org.mmsim.storage;

import java.util.Locale;

/**
 * Turns a block of events into the bytes of a chunk. The same events always give the same bytes: the digest of a run is taken
 * over them. Not thread-safe; reused from chunk to chunk.
 */
final class ChunkEncoder {

    private final int[] fieldCounts;
    private final boolean[][] enums;
    private final byte[] out;
    private int position;

    ChunkEncoder(int capacity, SchemaTables tables) {
        this.fieldCounts = tables.fieldCounts();
        this.enums = tables.enums();
        this.out = new byte[ChunkLayout.maxBytes(capacity)];
    }

    /** The bytes of the last chunk, valid up to the length that {@link #encode} returned. */
    byte[] bytes() {
        return out;
    }

    /** Encodes a block of at least one event, and returns the number of bytes. */
    int encode(EventBlock block, TypeGroups groups) {
        position = 0;
        putVarint(block.firstSeq);
        putVarint(block.count);
        putVarint(block.times[0]);
        System.arraycopy(block.types, 0, out, position, block.count);
        position += block.count;
        putTimes(block.times, block.count);
        for (int type = 0; type <= EventSchema.MAX_TYPE; type++) {
            if (groups.has(type)) {
                putActors(block.actors, groups.order, groups.start(type), groups.end(type));
                putCauses(block, groups.order, groups.start(type), groups.end(type));
                for (int field = 0; field < fieldCounts[type]; field++) {
                    if (enums[type][field]) {
                        requireEnums(block, field, groups.order, groups.start(type), groups.end(type));
                    }
                    putField(block.fields, field, groups.order, groups.start(type), groups.end(type));
                }
            }
        }
        return position;
    }

    private void putTimes(long[] times, int count) {
        long previous = times[0];
        for (int i = 1; i < count; i++) {
            long time = times[i];
            putVarint(time - previous);
            previous = time;
        }
    }

    private void putActors(int[] actors, int[] order, int start, int end) {
        int previous = 0;
        for (int i = start; i < end; i++) {
            int actor = actors[order[i]];
            putVarint(zigzag((long) actor - previous));
            previous = actor;
        }
    }

    /** Causes of one type tend to lie at one distance (the step before), or to advance in step (one reply per message). */
    private void putCauses(EventBlock block, int[] order, int start, int end) {
        long[] causes = block.causes;
        int sameDistance = 0;
        int sameStep = 0;
        for (int i = start + 2; i < end; i++) {
            long before = causes[order[i - 1]];
            long step = causes[order[i]] - before;
            sameDistance += step == order[i] - order[i - 1] ? 1 : 0;
            sameStep += step == before - causes[order[i - 2]] ? 1 : 0;
        }
        if (sameDistance >= sameStep) {
            out[position++] = ChunkLayout.CAUSE_BY_DISTANCE;
            for (int i = start; i < end; i++) {
                long cause = causes[order[i]];
                putVarint(cause == 0 ? 0 : block.firstSeq + order[i] - cause);
            }
        } else {
            out[position++] = ChunkLayout.CAUSE_BY_STEP;
            long previous = block.firstSeq;
            for (int i = start; i < end; i++) {
                long cause = causes[order[i]];
                putVarint(zigzag(cause - previous));
                previous = cause;
            }
        }
    }

    private static void requireEnums(EventBlock block, int field, int[] order, int start, int end) {
        for (int i = start; i < end; i++) {
            long value = block.field(order[i], field);
            if (value != (int) value) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "event %d has the enum value %d in field %d, which is no 32-bit number",
                        block.firstSeq + order[i],
                        value,
                        field + 1));
            }
        }
    }

    private void putField(long[] fields, int field, int[] order, int start, int end) {
        long previous = 0;
        for (int i = start; i < end; i++) {
            long value = fields[order[i] * EventBlock.STRIDE + field];
            putVarint(zigzag(value - previous));
            previous = value;
        }
    }

    private void putVarint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out[position++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        out[position++] = (byte) rest;
    }

    private static long zigzag(long value) {
        return (value << 1) ^ (value >> 63);
    }
}
