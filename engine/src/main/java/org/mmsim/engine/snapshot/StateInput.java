package org.mmsim.engine.snapshot;

/** Reads what {@link StateOutput} wrote, and takes nothing for granted. */
public final class StateInput {
    /** What an object of which there is a list takes at most. */
    private static final long LISTED_BYTES = 128;

    private final byte[] bytes;
    private long roomBytes;
    private int position;

    /**
     * @param roomBytes memory that the objects to be made may take, see {@link #room}
     */
    public StateInput(byte[] bytes, long roomBytes) {
        this.bytes = bytes;
        this.roomBytes = roomBytes;
    }

    /** A number of 64 bits without sign. */
    public long unsigned() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (position == bytes.length) {
                throw damaged("ends too early");
            }
            byte next = bytes[position++];
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw damaged("a number is too long");
    }

    public long signed() {
        long value = unsigned();
        return value >>> 1 ^ -(value & 1);
    }

    /**
     * A number from 0 to {@code max}.
     *
     * @param what the number is, for the message of the exception
     */
    public int upTo(int max, String what) {
        return (int) upTo((long) max, what);
    }

    public long upTo(long max, String what) {
        long value = unsigned();
        if (value < 0 || value > max) {
            throw damaged(what + " is " + Long.toUnsignedString(value) + ", more than " + max);
        }
        return value;
    }

    /** A signed number within the range of an int. */
    public int signedInt(String what) {
        long value = signed();
        if (value != (int) value) {
            throw damaged(what + " is " + value);
        }
        return (int) value;
    }

    /** How many small things follow, each of which takes at least a byte. */
    public int count(String what) {
        int count = upTo(bytes.length - position, "number of " + what);
        room(count * LISTED_BYTES);
        return count;
    }

    public boolean flag() {
        return upTo(1, "flag") == 1;
    }

    /** Fills words that {@link StateOutput#sparse} wrote. */
    public void sparse(long[] words, String what) {
        int used = upTo(words.length, "number of " + what);
        int last = -1;
        for (int i = 0; i < used; i++) {
            last = next(last, words.length, what);
            words[last] = unsigned();
        }
    }

    /** The next of ascending indices, written as its distance from the last one, which is −1 at the beginning. */
    public int next(int last, int size, String what) {
        return (int) next((long) last, size, what);
    }

    public long next(long last, long size, String what) {
        long distance = unsigned();
        if (distance < 1 || distance >= size - last) {
            throw damaged("index of " + what + " is out of order or beyond " + size);
        }
        return last + distance;
    }

    /**
     * Must be called before something is made whose size is not bounded by the number of bytes read.
     *
     * @throws SnapshotException if all of it together is more than there is room for
     */
    public void room(long forBytes) {
        roomBytes -= forBytes;
        if (roomBytes < 0) {
            throw damaged("needs more memory than a machine can");
        }
    }

    /** Makes sure that nothing is left. */
    public void end() {
        if (position != bytes.length) {
            throw damaged("goes on after its end");
        }
    }

    /** An exception that says what is wrong at this place. */
    public SnapshotException damaged(String what) {
        return new SnapshotException("snapshot is damaged: " + what + " (byte " + position + ")");
    }
}
