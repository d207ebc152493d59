package org.mmsim.engine.pagetable;

/**
 * Geometry and entry words of one architecture's page table. Levels count from the leaf: 0 PTE,
 * 1 PMD, 2 PUD, 3 PGD. A table "of level n" has entries of level n.
 */
public interface PageTableFormat {

    /** Number of levels. */
    int levels();

    /** log2 of the number of entries of a table. */
    int indexBits(int level);

    /** log2 of the bytes that one entry maps. */
    int shift(int level);

    /** An entry that maps memory for user space, accessed and dirty as a fault installs it. */
    long leaf(int level, long frame, boolean writable);

    /** An entry of {@code level} that points to a table at a physical address. */
    long table(int level, long address);

    /** Whether software takes the entry for present, which includes entries made invalid for a moment. */
    boolean present(long entry);

    /** Whether the hardware walker would use the entry. */
    boolean valid(long entry);

    /** Whether a present entry maps memory rather than pointing to a table. */
    boolean leaf(long entry);

    /** The present entry made invalid for the hardware but still present for software. */
    long invalidated(long entry);

    /** First frame that a leaf maps. */
    long frame(long entry);

    /** The leaf of level 0 for the frame after that of {@code entry}, otherwise the same. */
    long nextFrame(long entry);

    /** The leaf of level 0 for the first frame of a huge leaf, with its permissions. */
    long splitLeaf(long hugeLeaf);

    /** Physical address of the table that a table entry points to. */
    long tableAddress(long entry);

    /** The entry in words, for people. */
    String describe(long entry);

    /** Bytes of a table. */
    default long tableBytes(int level) {
        return 8L << indexBits(level);
    }

    /** Bytes that one entry maps. */
    default long span(int level) {
        return 1L << shift(level);
    }

    default int index(int level, long va) {
        return (int) (va >>> shift(level)) & (1 << indexBits(level)) - 1;
    }

    /** One past the highest user address. */
    default long limit() {
        return span(levels() - 1) << indexBits(levels() - 1);
    }
}
