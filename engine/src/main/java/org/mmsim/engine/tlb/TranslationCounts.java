package org.mmsim.engine.tlb;

/**
 * How many TLB entries lead to a frame, and how many walk caches to a table. It follows from what the TLBs hold, and is
 * kept so that nobody has to search them when a frame or a table is freed.
 */
public final class TranslationCounts {
    private static final int ORDER_BITS = 6;

    /** Entries by first frame and order. */
    private final LongCounts entries = new LongCounts();

    private final LongCounts pointers = new LongCounts();
    private final int[] ofOrder = new int[1 << ORDER_BITS];
    private int largestOrder;

    void add(long frame, int order, int delta) {
        entries.add(frame << ORDER_BITS | order, delta);
        ofOrder[order] += delta;
        largestOrder = Math.max(largestOrder, order);
    }

    void addPointer(long table, int delta) {
        pointers.add(table, delta);
    }

    /** TLB entries of any size that translate to a frame. */
    public int of(long frame) {
        int count = 0;
        for (int order = 0; order <= largestOrder; order++) {
            if (ofOrder[order] > 0) {
                count += entries.get((frame & -1L << order) << ORDER_BITS | order);
            }
        }
        return count;
    }

    /** Walk-cache entries that point to a table. */
    public int toTable(long address) {
        return pointers.get(address);
    }
}
