package org.mmsim.engine.memory;

import java.util.Arrays;

/** A map from frames to small numbers, with open addressing. Its order shows nowhere. */
final class FrameIndex {
    static final int ABSENT = -1;

    private static final int FIRST_CAPACITY = 16;
    /** Spreads the high bits that {@link #slot} keeps: 2^32 divided by the golden ratio. */
    private static final int SPREAD = 0x9E3779B9;

    private int[] frames = new int[FIRST_CAPACITY];
    private int[] values = emptyValues(FIRST_CAPACITY);
    private int size;

    private static int[] emptyValues(int capacity) {
        int[] values = new int[capacity];
        Arrays.fill(values, ABSENT);
        return values;
    }

    private int slot(int frame) {
        return frame * SPREAD >>> 32 - Integer.numberOfTrailingZeros(values.length);
    }

    /** The number of a frame, or {@link #ABSENT}. */
    int get(int frame) {
        int mask = values.length - 1;
        for (int slot = slot(frame); values[slot] != ABSENT; slot = slot + 1 & mask) {
            if (frames[slot] == frame) {
                return values[slot];
            }
        }
        return ABSENT;
    }

    /** Adds a frame that is not there. */
    void put(int frame, int value) {
        if (size * 2 == values.length) {
            grow();
        }
        insert(frame, value);
        size++;
    }

    private void insert(int frame, int value) {
        int mask = values.length - 1;
        int slot = slot(frame);
        while (values[slot] != ABSENT) {
            slot = slot + 1 & mask;
        }
        frames[slot] = frame;
        values[slot] = value;
    }

    private void grow() {
        int[] oldFrames = frames;
        int[] oldValues = values;
        frames = new int[Math.multiplyExact(2, oldFrames.length)];
        values = emptyValues(frames.length);
        for (int slot = 0; slot < oldValues.length; slot++) {
            if (oldValues[slot] != ABSENT) {
                insert(oldFrames[slot], oldValues[slot]);
            }
        }
    }

    /** Removes a frame that is there, and moves up what had to make way for it. */
    void remove(int frame) {
        int mask = values.length - 1;
        int gap = slot(frame);
        while (frames[gap] != frame || values[gap] == ABSENT) {
            gap = gap + 1 & mask;
        }
        for (int next = gap + 1 & mask; values[next] != ABSENT; next = next + 1 & mask) {
            boolean reachable = (next - slot(frames[next]) & mask) >= (next - gap & mask);
            if (reachable) {
                frames[gap] = frames[next];
                values[gap] = values[next];
                gap = next;
            }
        }
        values[gap] = ABSENT;
        size--;
    }
}
