package org.mmsim.storage;

/**
 * Sizes that the encoder, the decoder and the checks of both share.
 *
 * <p>A chunk before compression: varints of first sequence number, number of events and time of the first event; a byte of
 * type per event; a varint of time since the previous event for all but the first; then, for each type in ascending order, its columns:
 * actor, cause, field 1 to k. A column has as many varints as the chunk has events of the type, so nothing needs a length.
 */
final class ChunkLayout {

    /** More would make a reader of untrusted journals allocate too much at once. */
    static final int MAX_EVENTS = 1 << 17;

    static final int MAX_VARINT_BYTES = 10;

    /** The cause is stored as distance from the event, 0 for none. */
    static final byte CAUSE_BY_DISTANCE = 0;

    /** The cause is stored as difference from the cause of the previous event of the type. */
    static final byte CAUSE_BY_STEP = 1;

    private ChunkLayout() {}

    /** Most bytes that a chunk of so many events can have before compression. */
    static int maxBytes(int events) {
        int columns = 3 + EventSchema.MAX_FIELDS;
        return 3 * MAX_VARINT_BYTES + (EventSchema.MAX_TYPE + 1) + events * (1 + columns * MAX_VARINT_BYTES);
    }
}
