package org.mmsim.engine.memory;

import org.jspecify.annotations.Nullable;
import org.mmsim.engine.snapshot.StateInput;
import org.mmsim.engine.snapshot.StateOutput;

/**
 * Free frames of a zone that one CPU keeps for itself (struct per_cpu_pages). What was freed last is allocated
 * first; what lies longest goes back to the zone first.
 */
final class PerCpuPages {
    /** What a frame on a list takes at most. */
    private static final int FRAME_BYTES = 8;

    private final PcpTuning tuning;
    private final int pmdOrder;
    private final @Nullable FrameDeque[] lists = new FrameDeque[PcpLists.COUNT];
    private int count;
    private int high;
    private int allocFactor;
    private int freeCount;
    private boolean previousFreeHighOrder;

    PerCpuPages(PcpTuning tuning, int pmdOrder) {
        this.tuning = tuning;
        this.pmdOrder = pmdOrder;
        high = tuning.highMin();
    }

    /** Frames on all lists. */
    int count() {
        return count;
    }

    /** The count at which frames go back to the zone. */
    int high() {
        return high;
    }

    /** Whether nothing distinguishes these lists from ones never used. */
    boolean pristine() {
        return count == 0 && high == tuning.highMin() && allocFactor == 0 && freeCount == 0 && !previousFreeHighOrder;
    }

    /** The block that the next allocation takes from a list, or −1. */
    long first(int list) {
        FrameDeque frames = lists[list];
        return frames == null || frames.size() == 0 ? -1 : frames.get(0);
    }

    /** Number of blocks on a list. */
    int size(int list) {
        FrameDeque frames = lists[list];
        return frames == null ? 0 : frames.size();
    }

    private FrameDeque list(int list) {
        FrameDeque frames = lists[list];
        if (frames == null) {
            frames = new FrameDeque();
            lists[list] = frames;
        }
        return frames;
    }

    /** nr_pcp_alloc without its effects: how many blocks to fetch for an empty list. */
    int batch(int order, boolean zoneBelowHigh) {
        if (high < tuning.batch()) {
            return 1;
        }
        int batch = order == 0 ? Math.min(scaledBatch(), batchMax(zoneBelowHigh)) : tuning.batch();
        return batch > 1 ? Math.max(batch >> order, 2) : batch;
    }

    private int scaledBatch() {
        return tuning.batch() << allocFactor;
    }

    private int batchMax(boolean zoneBelowHigh) {
        return Math.max(raisedHigh(0, zoneBelowHigh) - count - tuning.batch(), tuning.batch());
    }

    /** A larger {@code high} would have saved going to the zone. */
    private int raisedHigh(int order, boolean zoneBelowHigh) {
        boolean fixed = tuning.highMin() == tuning.highMax();
        return fixed || zoneBelowHigh
                ? high
                : Math.min(high + (order == 0 ? scaledBatch() : tuning.batch()), tuning.highMax());
    }

    /** The effects of nr_pcp_alloc: allocations in a row fetch twice as much each time. */
    void noteRefill(int order, boolean zoneBelowHigh) {
        if (high < tuning.batch()) {
            return;
        }
        boolean more =
                order == 0 && allocFactor < PcpTuning.BATCH_SCALE_MAX && scaledBatch() <= batchMax(zoneBelowHigh);
        high = raisedHigh(order, zoneBelowHigh);
        allocFactor += more ? 1 : 0;
    }

    /** A block from the zone, behind those before it. */
    void refill(int list, long frame) {
        list(list).addLast(frame);
        count += 1 << PcpLists.order(list, pmdOrder);
    }

    /** rmqueue_pcplist, once the list is not empty. */
    long allocate(int list) {
        freeCount >>= 1;
        count -= 1 << PcpLists.order(list, pmdOrder);
        return list(list).removeFirst();
    }

    /**
     * free_unref_page_commit.
     *
     * @return how many frames have to go back to the zone now, in which the blocks on {@code list} go first
     */
    int free(int list, long frame, boolean zoneBelowHigh) {
        int order = PcpLists.order(list, pmdOrder);
        allocFactor >>= 1;
        list(list).addFirst(frame);
        count += 1 << order;
        boolean fragmenting = order > 0 && order <= PcpLists.COSTLY_ORDER;
        boolean freeHigh = fragmenting && previousFreeHighOrder && freeCount >= tuning.batch();
        previousFreeHighOrder = fragmenting;
        freeCount = Math.min(freeCount + (1 << order), tuning.scaledBatchMax());
        int limit = limit(freeHigh, zoneBelowHigh);
        return count < limit ? 0 : Math.min(count, excess(limit, freeHigh));
    }

    /** nr_pcp_high. */
    private int limit(boolean freeHigh, boolean zoneBelowHigh) {
        int before = high;
        if (freeHigh) {
            high = Math.max(before - tuning.scaledBatchMax(), tuning.highMin());
            return 0;
        }
        if (tuning.highMin() == tuning.highMax()) {
            return before;
        }
        if (zoneBelowHigh) {
            high = Math.max(before - Math.max(freeCount, tuning.batch()), tuning.highMin());
            return Math.max(count, tuning.highMin());
        }
        if (count >= before) {
            int needed = freeCount + tuning.batch();
            if (before < needed) {
                high = Math.max(tuning.highMin(), Math.min(needed, tuning.highMax()));
            }
        }
        return before;
    }

    /** nr_pcp_free: at least a batch, more after frees in a row, and a batch stays. */
    private int excess(int limit, boolean freeHigh) {
        if (freeHigh) {
            return tuning.scaledBatchMax();
        }
        if (limit < tuning.batch()) {
            return 1;
        }
        return Math.min(Math.max(freeCount, tuning.batch()), Math.max(limit - tuning.batch(), tuning.batch()));
    }

    /**
     * free_pcppages_bulk: takes blocks off the lists in turn, from {@code list} on, until {@code frames} are gone.
     *
     * @param zone takes them
     */
    void drain(int frames, int list, FreeArea.BlockVisitor zone) {
        int left = Math.min(frames, count);
        int turn = list;
        while (left > 0) {
            int order = PcpLists.order(turn, pmdOrder);
            while (left > 0 && size(turn) > 0) {
                left -= 1 << order;
                count -= 1 << order;
                zone.block(list(turn).removeLast(), order);
            }
            turn = turn + 1 == PcpLists.COUNT ? 0 : turn + 1;
        }
    }

    /** Calls the visitor for every block on the lists. */
    void forEach(FreeArea.BlockVisitor visitor) {
        for (int list = 0; list < lists.length; list++) {
            for (int place = 0; place < size(list); place++) {
                visitor.block(list(list).get(place), PcpLists.order(list, pmdOrder));
            }
        }
    }

    void save(StateOutput out) {
        out.unsigned(high);
        out.unsigned(allocFactor);
        out.unsigned(freeCount);
        out.flag(previousFreeHighOrder);
        for (int list = 0; list < lists.length; list++) {
            out.unsigned(size(list));
            long last = 0;
            for (int place = 0; place < size(list); place++) {
                long frame = list(list).get(place);
                out.signed(frame - last);
                last = frame;
            }
        }
    }

    /** Fills unused lists of a zone with the frames from {@code start} to {@code end} with what was saved. */
    void restore(StateInput in, long start, long end) {
        high = in.upTo(tuning.highMax(), "high of a per-CPU list");
        allocFactor = in.upTo(PcpTuning.BATCH_SCALE_MAX, "batch factor of a per-CPU list");
        freeCount = in.upTo(tuning.scaledBatchMax(), "free count of a per-CPU list");
        previousFreeHighOrder = in.flag();
        if (high < tuning.highMin()) {
            throw in.damaged("high of a per-CPU list is " + high + ", less than " + tuning.highMin());
        }
        for (int list = 0; list < lists.length; list++) {
            int order = PcpLists.order(list, pmdOrder);
            long last = 0;
            int blocks = in.upTo((int) Math.min(Integer.MAX_VALUE, end - start), "blocks on a per-CPU list");
            for (int left = blocks; left > 0; left--) {
                in.room(FRAME_BYTES);
                last += in.signed();
                if (last < start || last > end - (1L << order) || (last & (1L << order) - 1) != 0) {
                    throw in.damaged("a block on a per-CPU list lies beyond its zone");
                }
                refill(list, last);
            }
        }
    }
}
