package org.mmsim.engine.tlb;

import java.util.HashMap;
import java.util.Map;

/**
 * How many TLB entries lead to a frame, and how many walk caches to a table. It follows from what the TLBs hold, and is
 * kept so that nobody has to search them when a frame or a table is freed.
 */
public final class TranslationCounts {
    private static final int ORDER_BITS = 6;

    /** Entries by first frame and order; only looked up, so that its order does not matter. */
    private final Map<Long, Integer> entries = new HashMap<>();

    private final Map<Long, Integer> pointers = new HashMap<>();
    private final int[] ofOrder = new int[1 << ORDER_BITS];

    void add(long frame, int order, int delta) {
        add(entries, frame << ORDER_BITS | order, delta);
        ofOrder[order] += delta;
    }

    void addPointer(long table, int delta) {
        add(pointers, table, delta);
    }

    private static void add(Map<Long, Integer> counts, long key, int delta) {
        counts.merge(key, delta, (a, b) -> a + b == 0 ? null : a + b);
    }

    /** TLB entries of any size that translate to a frame. */
    public int of(long frame) {
        int count = 0;
        for (int order = 0; order < ofOrder.length; order++) {
            if (ofOrder[order] > 0) {
                count += entries.getOrDefault((frame & -1L << order) << ORDER_BITS | order, 0);
            }
        }
        return count;
    }

    /** Walk-cache entries that point to a table. */
    public int toTable(long address) {
        return pointers.getOrDefault(address, 0);
    }
}
