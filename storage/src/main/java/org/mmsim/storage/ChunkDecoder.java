package org.mmsim.storage;

/**
 * Turns the bytes of a chunk back into events. Trusts nothing: bytes that no encoder would have written are refused.
 * Not thread-safe; reused from chunk to chunk.
 */
final class ChunkDecoder {

    private final int[] fieldCounts;
    private final boolean[][] enums;
    private final TypeGroups groups;
    private byte[] in = {};
    private int position;
    private int limit;

    ChunkDecoder(int capacity, SchemaTables tables) {
        this.fieldCounts = tables.fieldCounts();
        this.enums = tables.enums();
        this.groups = new TypeGroups(capacity);
    }

    /**
     * Decodes into a block.
     *
     * @throws MalformedDataException if the bytes are not those of a chunk
     */
    void decode(byte[] bytes, int length, EventBlock block) throws MalformedDataException {
        in = bytes;
        position = 0;
        limit = length;
        block.firstSeq = getVarint();
        long count = getVarint();
        long firstTime = getVarint();
        require(block.firstSeq > 0 && block.firstSeq <= Long.MAX_VALUE - ChunkLayout.MAX_EVENTS, "first event");
        require(count > 0 && count <= block.capacity(), "number of events");
        require(count <= limit - position, "number of events");
        require(firstTime >= 0, "time");
        block.count = (int) count;
        getTypes(block);
        getTimes(block, firstTime);
        groups.group(block.types, block.count);
        for (int type = 0; type <= EventSchema.MAX_TYPE; type++) {
            if (groups.has(type)) {
                getActors(block.actors, groups.start(type), groups.end(type));
                getCauses(block, groups.start(type), groups.end(type));
                for (int field = 0; field < fieldCounts[type]; field++) {
                    getField(block.fields, field, enums[type][field], groups.start(type), groups.end(type));
                }
            }
        }
        require(position == limit, "length");
    }

    private void getTypes(EventBlock block) throws MalformedDataException {
        System.arraycopy(in, position, block.types, 0, block.count);
        position += block.count;
        for (int i = 0; i < block.count; i++) {
            if (fieldCounts[block.types[i] & 0xFF] < 0) {
                throw new MalformedDataException("event type " + (block.types[i] & 0xFF) + " is unknown");
            }
        }
    }

    private void getTimes(EventBlock block, long firstTime) throws MalformedDataException {
        long time = firstTime;
        block.times[0] = time;
        for (int i = 1; i < block.count; i++) {
            long step = getVarint();
            time += step;
            if (step < 0 || time < 0) {
                throw new MalformedDataException("time overflows");
            }
            block.times[i] = time;
        }
    }

    private void getActors(int[] actors, int start, int end) throws MalformedDataException {
        long actor = 0;
        for (int i = start; i < end; i++) {
            actor += unzigzag(getVarint());
            if (actor != (int) actor) {
                throw new MalformedDataException("actor is out of range");
            }
            actors[groups.order[i]] = (int) actor;
        }
    }

    private void getCauses(EventBlock block, int start, int end) throws MalformedDataException {
        require(position < limit, "length");
        byte mode = in[position++];
        require(mode == ChunkLayout.CAUSE_BY_DISTANCE || mode == ChunkLayout.CAUSE_BY_STEP, "cause encoding");
        boolean byDistance = mode == ChunkLayout.CAUSE_BY_DISTANCE;
        long previous = block.firstSeq;
        for (int i = start; i < end; i++) {
            int index = groups.order[i];
            long seq = block.firstSeq + index;
            long stored = getVarint();
            long cause;
            if (byDistance) {
                cause = stored == 0 ? 0 : seq - stored;
                if (stored < 0 || (stored != 0 && cause <= 0)) {
                    throw new MalformedDataException("cause is out of range");
                }
            } else {
                cause = previous + unzigzag(stored);
                if (cause < 0 || cause >= seq) {
                    throw new MalformedDataException("cause is out of range");
                }
                previous = cause;
            }
            block.causes[index] = cause;
        }
    }

    private void getField(long[] fields, int field, boolean isEnum, int start, int end) throws MalformedDataException {
        long value = 0;
        for (int i = start; i < end; i++) {
            value += unzigzag(getVarint());
            if (isEnum && value != (int) value) {
                throw new MalformedDataException("enum value is out of range");
            }
            fields[groups.order[i] * EventBlock.STRIDE + field] = value;
        }
    }

    private long getVarint() throws MalformedDataException {
        if (position >= limit) {
            throw new MalformedDataException("bytes are missing");
        }
        byte first = in[position++];
        return first >= 0 ? first : getLongVarint(first & 0x7F);
    }

    private long getLongVarint(long low) throws MalformedDataException {
        long value = low;
        for (int shift = 7; shift < 64; shift += 7) {
            if (position >= limit) {
                throw new MalformedDataException("bytes are missing");
            }
            byte next = in[position++];
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                if (next == 0 || (shift == 63 && next != 1)) {
                    throw new MalformedDataException("a number is not in its shortest form");
                }
                return value;
            }
        }
        throw new MalformedDataException("a number is longer than 64 bits");
    }

    private static long unzigzag(long value) {
        return (value >>> 1) ^ -(value & 1);
    }

    private static void require(boolean condition, String what) throws MalformedDataException {
        if (!condition) {
            throw new MalformedDataException(what + " is out of range");
        }
    }
}
