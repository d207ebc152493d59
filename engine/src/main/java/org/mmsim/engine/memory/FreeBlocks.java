package org.mmsim.engine.memory;

import org.mmsim.engine.snapshot.StateInput;
import org.mmsim.engine.snapshot.StateOutput;

/** The free blocks of one order: a bit set that knows its lowest member. */
final class FreeBlocks {
    private final long blocks;
    private final long[] words;
    /** No word below this one has a bit. */
    private int lowestWord;

    private long count;

    FreeBlocks(long blocks) {
        this.blocks = blocks;
        words = new long[Math.toIntExact((blocks + 63) >>> 6)];
        lowestWord = words.length;
    }

    long count() {
        return count;
    }

    boolean contains(long block) {
        return (words[(int) (block >>> 6)] >>> block & 1) != 0;
    }

    void add(long block) {
        int word = (int) (block >>> 6);
        words[word] |= 1L << block;
        lowestWord = Math.min(lowestWord, word);
        count++;
    }

    void remove(long block) {
        words[(int) (block >>> 6)] &= ~(1L << block);
        count--;
    }

    /** The lowest free block, or −1. */
    long lowest() {
        if (count == 0) {
            return -1;
        }
        while (words[lowestWord] == 0) {
            lowestWord++;
        }
        return ((long) lowestWord << 6) + Long.numberOfTrailingZeros(words[lowestWord]);
    }

    void save(StateOutput out) {
        out.sparse(words);
    }

    void restore(StateInput in) {
        in.sparse(words, "free blocks");
        count = 0;
        for (long word : words) {
            count += Long.bitCount(word);
        }
        lowestWord = 0;
        int beyond = (int) (blocks & 63);
        if (beyond != 0 && words[words.length - 1] >>> beyond != 0) {
            throw in.damaged("a free block lies beyond the memory");
        }
    }
}
