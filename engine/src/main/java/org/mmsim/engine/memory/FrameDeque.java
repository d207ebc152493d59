package org.mmsim.engine.memory;

import java.util.Arrays;

/** Frames in a row that grows and shrinks at both ends. */
final class FrameDeque {
    private static final int FIRST_CAPACITY = 16;

    private int[] ring = new int[FIRST_CAPACITY];
    private int head;
    private int size;

    int size() {
        return size;
    }

    /** The frame at a place, counted from the first one. */
    long get(int place) {
        return ring[head + place & ring.length - 1];
    }

    void addFirst(long frame) {
        makeRoom();
        head = head - 1 & ring.length - 1;
        ring[head] = (int) frame;
        size++;
    }

    void addLast(long frame) {
        makeRoom();
        ring[head + size & ring.length - 1] = (int) frame;
        size++;
    }

    /** Takes the first of a row that is not empty. */
    long removeFirst() {
        long frame = ring[head];
        head = head + 1 & ring.length - 1;
        size--;
        return frame;
    }

    /** Takes the last of a row that is not empty. */
    long removeLast() {
        size--;
        return ring[head + size & ring.length - 1];
    }

    private void makeRoom() {
        if (size == ring.length) {
            int[] longer = Arrays.copyOf(ring, Math.multiplyExact(2, size));
            System.arraycopy(ring, 0, longer, size, head);
            ring = longer;
        }
    }
}
