package org.mmsim.engine.memory;

import org.mmsim.engine.memory.MemoryLayout.Span;

/** The buddy allocator of one zone, below the per-CPU lists: splitting, merging, falling back. */
final class BuddyLists {
    private final Span zone;
    private final int maxOrder;
    private final FreeArea free;
    private final Pageblocks pageblocks;
    private final Fallback fallback;
    private long nrFree;

    /** Nothing is free. */
    BuddyLists(Span zone, int maxOrder, Pageblocks pageblocks, MovableFrames movable) {
        this.zone = zone;
        this.maxOrder = maxOrder;
        this.pageblocks = pageblocks;
        free = new FreeArea(maxOrder);
        fallback = new Fallback(zone, free, pageblocks, movable, maxOrder);
    }

    FreeArea free() {
        return free;
    }

    /** NR_FREE_PAGES. */
    long nrFree() {
        return nrFree;
    }

    /** Frees all of the zone as memblock_free_all does: in blocks as large as possible, the lowest first in line. */
    void freeAll() {
        long frame = zone.start();
        while (frame < zone.end()) {
            int order = frame == 0 ? maxOrder : Math.min(maxOrder, Long.numberOfTrailingZeros(frame));
            while (frame + (1L << order) > zone.end()) {
                order--;
            }
            free.add(frame, order, pageblocks.type(frame), true);
            frame += 1L << order;
        }
        nrFree = zone.frames();
    }

    /** Whether there is a block of at least an order, of whatever type. */
    boolean hasBlock(int order) {
        int orders = 0;
        for (int type = 0; type < Migratetypes.COUNT; type++) {
            orders |= free.available(type);
        }
        return orders >>> order != 0;
    }

    /**
     * How many allocations in a row could be served.
     *
     * @param limit the number at which counting may stop
     */
    long obtainable(int order, int type, boolean noFragment, long limit) {
        long sum = 0;
        for (int from = 0; from < Migratetypes.COUNT; from++) {
            int lowest = from == type ? order : fallback.minOrder(order, noFragment);
            for (int o = maxOrder; o >= lowest && sum < limit; o--) {
                sum += (long) free.count(o, from) << o - order;
            }
        }
        return Math.min(sum, limit);
    }

    /** The frame that {@link #rmqueue} would return, or −1. */
    long peek(int order, int type, boolean noFragment) {
        int orders = free.available(type) >>> order;
        if (orders != 0) {
            return free.first(order + Integer.numberOfTrailingZeros(orders), type);
        }
        Fallback.Choice choice = fallback.choose(order, type, noFragment);
        return choice == null ? -1 : fallback.frame(choice, order);
    }

    /**
     * __rmqueue. An allocation that succeeds while avoiding fragmentation takes the same block as one that does not
     * care, so that it need not be told.
     *
     * @return the first frame, or −1
     */
    long rmqueue(int order, int type) {
        long frame = rmqueueSmallest(order, type);
        if (frame >= 0) {
            return frame;
        }
        Fallback.Choice choice = fallback.choose(order, type, false);
        return choice == null ? -1 : stealSuitableFallback(choice, order, type);
    }

    private long rmqueueSmallest(int order, int type) {
        int orders = free.available(type) >>> order;
        if (orders == 0) {
            return -1;
        }
        int current = order + Integer.numberOfTrailingZeros(orders);
        long frame = free.first(current, type);
        delAndExpand(frame, order, current, type);
        return frame;
    }

    private long stealSuitableFallback(Fallback.Choice choice, int order, int type) {
        switch (choice.way()) {
            case WHOLE_BLOCK -> {
                pageblocks.set(choice.frame(), choice.order(), type);
                delAndExpand(choice.frame(), order, choice.order(), type);
                return choice.frame();
            }
            case CLAIM_PAGEBLOCK -> {
                fallback.claim(choice, type);
                return rmqueueSmallest(order, type);
            }
            case SINGLE_PAGE -> {
                delAndExpand(choice.frame(), order, choice.order(), pageblocks.type(choice.frame()));
                return choice.frame();
            }
        }
        throw new IllegalStateException("no way: " + choice);
    }

    /** page_del_and_expand: the lower half is split further, the upper ones become free blocks. */
    private void delAndExpand(long frame, int low, int high, int type) {
        free.remove(frame);
        for (int order = high - 1; order >= low; order--) {
            free.add(frame + (1L << order), order, type, false);
        }
        nrFree -= 1L << low;
    }

    /** __free_one_page: merges with free buddies as far as possible. */
    void freeOnePage(long frame, int order) {
        int type = pageblocks.type(frame);
        long block = frame;
        int o = order;
        while (o < maxOrder) {
            long buddy = block ^ 1L << o;
            if (free.order(buddy) != o) {
                break;
            }
            free.remove(buddy);
            if (o >= pageblocks.order()) {
                pageblocks.set(buddy, o, type);
            }
            block &= buddy;
            o++;
        }
        free.add(block, o, type, buddyMergeLikely(block, o));
        nrFree += 1L << order;
    }

    /** If the block's buddy is freed too, they would merge further; so the block is kept from use for a while. */
    private boolean buddyMergeLikely(long block, int order) {
        if (order >= maxOrder - 1) {
            return false;
        }
        long higher = block & -2L << order;
        return free.order(higher ^ 2L << order) == order + 1;
    }

    /** Counts what has been restored. */
    void recount() {
        nrFree = 0;
        free.forEach((frame, order) -> nrFree += 1L << order);
    }
}
