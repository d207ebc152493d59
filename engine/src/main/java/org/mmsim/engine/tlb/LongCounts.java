package org.mmsim.engine.tlb;

/** Counts by key, with open addressing; a count of 0 takes no place for long. Its order shows nowhere. */
final class LongCounts {
    private static final int FIRST_CAPACITY = 64;
    /** 2^64 divided by the golden ratio: spreads keys that follow each other. */
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    private long[] keys = new long[FIRST_CAPACITY];
    private int[] counts = new int[FIRST_CAPACITY];
    private int used;

    private int slot(long key) {
        return (int) (key * SPREAD >>> Long.SIZE - Integer.numberOfTrailingZeros(keys.length));
    }

    int get(long key) {
        int mask = keys.length - 1;
        for (int slot = slot(key); counts[slot] != 0; slot = slot + 1 & mask) {
            if (keys[slot] == key) {
                return counts[slot];
            }
        }
        return 0;
    }

    void add(long key, int delta) {
        int mask = keys.length - 1;
        int slot = slot(key);
        while (counts[slot] != 0 && keys[slot] != key) {
            slot = slot + 1 & mask;
        }
        if (counts[slot] == 0) {
            keys[slot] = key;
            used++;
        }
        counts[slot] += delta;
        if (counts[slot] == 0) {
            used--;
            closeGap(slot);
        } else if (used * 2 > keys.length) {
            grow();
        }
    }

    /** Keys behind a free place move up, so that a search does not end before them. */
    private void closeGap(int free) {
        int mask = keys.length - 1;
        int gap = free;
        for (int slot = gap + 1 & mask; counts[slot] != 0; slot = slot + 1 & mask) {
            int wanted = slot(keys[slot]);
            if ((slot - wanted & mask) >= (slot - gap & mask)) {
                keys[gap] = keys[slot];
                counts[gap] = counts[slot];
                counts[slot] = 0;
                gap = slot;
            }
        }
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldCounts = counts;
        keys = new long[2 * oldKeys.length];
        counts = new int[keys.length];
        used = 0;
        for (int slot = 0; slot < oldKeys.length; slot++) {
            if (oldCounts[slot] != 0) {
                add(oldKeys[slot], oldCounts[slot]);
            }
        }
    }
}
