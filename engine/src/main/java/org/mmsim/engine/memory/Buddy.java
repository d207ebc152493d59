package org.mmsim.engine.memory;

import org.mmsim.engine.snapshot.StateInput;
import org.mmsim.engine.snapshot.StateOutput;

/**
 * The buddy allocator: free blocks of 2^order frames, split and merged with their buddies. The
 * lowest free block of the smallest sufficient order is taken.
 */
public final class Buddy {
    private final int maxOrder;
    private final long frames;
    private final FreeBlocks[] free;
    private long freeFrames;

    /** All frames are free, in blocks as large as possible. */
    public Buddy(long frames, int maxOrder) {
        this.maxOrder = maxOrder;
        this.frames = frames;
        free = new FreeBlocks[maxOrder + 1];
        for (int order = 0; order <= maxOrder; order++) {
            free[order] = new FreeBlocks((frames >>> order) + 1);
        }
        for (long block = 0; block < frames >>> maxOrder; block++) {
            free[maxOrder].add(block);
        }
        for (int order = 0; order < maxOrder; order++) {
            if ((frames >>> order & 1) != 0) {
                free[order].add((frames >>> order) - 1);
            }
        }
        freeFrames = frames;
    }

    public long frames() {
        return frames;
    }

    public long freeFrames() {
        return freeFrames;
    }

    public int maxOrder() {
        return maxOrder;
    }

    /** Number of free blocks of an order, as in /proc/buddyinfo. */
    public long freeBlocks(int order) {
        return free[order].count();
    }

    /** First frame of the block that an allocation of {@code order} would get, or −1 if there is none. */
    public long find(int order) {
        for (int o = order; o <= maxOrder; o++) {
            long block = free[o].lowest();
            if (block >= 0) {
                return block << o;
            }
        }
        return -1;
    }

    /** Takes 2^order frames from {@code frame} on, splitting the free block that holds them. */
    public void take(long frame, int order) {
        int o = order;
        while (o <= maxOrder && !free[o].contains(frame >>> o)) {
            o++;
        }
        if (o > maxOrder) {
            throw new IllegalStateException(
                    "frame 0x" + Long.toHexString(frame) + " of order " + order + " is not free");
        }
        free[o].remove(frame >>> o);
        for (int lower = o - 1; lower >= order; lower--) {
            free[lower].add(frame >>> lower ^ 1);
        }
        freeFrames -= 1L << order;
    }

    /** Gives 2^order frames back, merging with free buddies as far as possible. */
    public void give(long frame, int order) {
        long block = frame >>> order;
        int o = order;
        while (o < maxOrder && free[o].contains(block ^ 1)) {
            free[o].remove(block ^ 1);
            block >>>= 1;
            o++;
        }
        free[o].add(block);
        freeFrames += 1L << order;
    }

    /** Writes which blocks are free. */
    public void save(StateOutput out) {
        for (FreeBlocks blocks : free) {
            blocks.save(out);
        }
    }

    /** Takes over what {@link #save} of an allocator of the same size wrote. */
    public void restore(StateInput in) {
        freeFrames = 0;
        for (int order = 0; order <= maxOrder; order++) {
            free[order] = new FreeBlocks(frames >>> order);
            free[order].restore(in);
            freeFrames += free[order].count() << order;
        }
        if (freeFrames > frames) {
            throw in.damaged(freeFrames + " of " + frames + " frames are free");
        }
    }
}
