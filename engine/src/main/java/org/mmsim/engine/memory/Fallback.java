package org.mmsim.engine.memory;

import static org.mmsim.protocol.Migratetype.MIGRATE_MOVABLE_VALUE;

import org.jspecify.annotations.Nullable;
import org.mmsim.engine.memory.MemoryLayout.Span;

/**
 * Where an allocation finds a block when there is none of its migratetype (__rmqueue_fallback). The largest block of
 * another type is taken, and with it the pageblock if enough of that is free or of a compatible type, so that
 * types mix in few pageblocks.
 */
final class Fallback {
    private final Span zone;
    private final FreeArea free;
    private final Pageblocks pageblocks;
    private final MovableFrames movable;
    private final int maxOrder;

    Fallback(Span zone, FreeArea free, Pageblocks pageblocks, MovableFrames movable, int maxOrder) {
        this.zone = zone;
        this.free = free;
        this.pageblocks = pageblocks;
        this.movable = movable;
        this.maxOrder = maxOrder;
    }

    /** How steal_suitable_fallback goes about it. */
    enum Way {
        /** The block alone, the rest of which stays what it was. */
        SINGLE_PAGE,
        /** Every pageblock of a block that is no smaller than one. */
        WHOLE_BLOCK,
        /** The pageblock around the block. */
        CLAIM_PAGEBLOCK
    }

    /** A free block to take, and how. */
    record Choice(long frame, int order, Way way) {}

    /** The first order at which an allocation may look for blocks of other types. */
    int minOrder(int order, boolean noFragment) {
        return noFragment ? Math.max(order, pageblocks.order()) : order;
    }

    /**
     * Chooses a block for an allocation that no list of its own type can serve.
     *
     * @param noFragment ALLOC_NOFRAGMENT: rather fail than share a pageblock
     * @return null if there is none
     */
    @Nullable
    Choice choose(int order, int type, boolean noFragment) {
        for (int current = maxOrder; current >= minOrder(order, noFragment); current--) {
            int from = findSuitableFallback(current, type);
            if (from < 0) {
                continue;
            }
            if (!canSteal(current, type)) {
                return smallest(order, type);
            }
            return choice(current, from, type);
        }
        return null;
    }

    /** A movable page may lie anywhere, so without a claim the least is broken up. */
    private Choice smallest(int order, int type) {
        int current = order;
        while (findSuitableFallback(current, type) < 0) {
            current++;
        }
        return choice(current, findSuitableFallback(current, type), type);
    }

    /** find_suitable_fallback: the first type to fall back on that has a block, or −1. */
    private int findSuitableFallback(int order, int type) {
        for (int choice = 0; choice < Migratetypes.COUNT - 1; choice++) {
            int from = Migratetypes.fallback(type, choice);
            if (free.count(order, from) > 0) {
                return from;
            }
        }
        return -1;
    }

    /** can_steal_fallback: whether to try for the whole pageblock. */
    private boolean canSteal(int order, int type) {
        return order >= pageblocks.order() / 2 || type != MIGRATE_MOVABLE_VALUE;
    }

    private Choice choice(int order, int from, int type) {
        long frame = free.first(order, from);
        if (order >= pageblocks.order()) {
            return new Choice(frame, order, Way.WHOLE_BLOCK);
        }
        boolean claim = canSteal(order, type) && canClaim(frame, type);
        return new Choice(frame, order, claim ? Way.CLAIM_PAGEBLOCK : Way.SINGLE_PAGE);
    }

    private long pageblockStart(long frame) {
        return frame & -1L << pageblocks.order();
    }

    private long pageblockEnd(long frame) {
        return pageblockStart(frame) + (1L << pageblocks.order());
    }

    /** Whether at least half of the pageblock is free or compatible with the allocation. */
    private boolean canClaim(long block, int type) {
        if (pageblockStart(block) < zone.start() || pageblockEnd(block) > zone.end()) {
            return false;
        }
        long freeFrames = 0;
        long movableFrames = 0;
        long frame = pageblockStart(block);
        while (frame < pageblockEnd(block)) {
            int order = free.order(frame);
            if (order != FreeArea.NONE) {
                freeFrames += 1L << order;
                frame += 1L << order;
            } else {
                movableFrames += movable.movable(frame) ? 1 : 0;
                frame++;
            }
        }
        long pageblockFrames = 1L << pageblocks.order();
        long alike = 0;
        if (type == MIGRATE_MOVABLE_VALUE) {
            alike = movableFrames;
        } else if (pageblocks.type(block) == MIGRATE_MOVABLE_VALUE) {
            alike = pageblockFrames - freeFrames - movableFrames;
        }
        return freeFrames + alike >= pageblockFrames / 2;
    }

    /** The frame that the allocation gets from a choice. */
    long frame(Choice choice, int order) {
        if (choice.way() != Way.CLAIM_PAGEBLOCK) {
            return choice.frame();
        }
        // The allocation's own lists hold no block that is large enough, so those of the pageblock will be all.
        long best = choice.frame();
        int bestOrder = choice.order();
        long frame = pageblockStart(best);
        while (frame < pageblockEnd(choice.frame())) {
            int found = free.order(frame);
            boolean earlier = found == bestOrder && frame < best;
            if (found >= order && (found < bestOrder || earlier)) {
                best = frame;
                bestOrder = found;
            }
            frame += found == FreeArea.NONE ? 1 : 1L << found;
        }
        return best;
    }

    /** Gives the pageblock of a choice, with its free blocks, to another type (__move_freepages_block). */
    void claim(Choice choice, int type) {
        long frame = pageblockStart(choice.frame());
        long end = pageblockEnd(choice.frame());
        pageblocks.set(frame, pageblocks.order(), type);
        while (frame < end) {
            int order = free.order(frame);
            if (order != FreeArea.NONE) {
                free.move(frame, type);
            }
            frame += order == FreeArea.NONE ? 1 : 1L << order;
        }
    }
}
