package org.mmsim.engine.memory;

/** The free blocks of one order: a bit set that knows its lowest member. */
final class FreeBlocks {
    private final long[] words;
    /** No word below this one has a bit. */
    private int lowestWord;

    private long count;

    FreeBlocks(long blocks) {
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
        while (lowestWord < words.length && words[lowestWord] == 0) {
            lowestWord++;
        }
        return lowestWord == words.length
                ? -1
                : ((long) lowestWord << 6) + Long.numberOfTrailingZeros(words[lowestWord]);
    }
}
