package org.mmsim.engine.memory;

import java.util.Arrays;
import org.mmsim.engine.snapshot.StateInput;
import org.mmsim.engine.snapshot.StateOutput;

/**
 * The free blocks of a zone: a doubly linked list for each order and migratetype, as
 * {@code zone->free_area}. It takes room for free blocks only, whatever the size of the memory.
 */
final class FreeArea {
    static final int NONE = -1;

    private static final int FIRST_CAPACITY = 16;
    /** What a free block takes: its links, order and type, and twice a slot of the index. */
    private static final int BLOCK_BYTES = 30;

    private final int orders;
    private final FrameIndex index = new FrameIndex();
    /** By type and order. */
    private final int[] heads;

    private final int[] tails;
    private final int[] counts;
    /** By type: the orders of which there is a block. */
    private final int[] available = new int[Migratetypes.COUNT];

    private int[] frames = new int[FIRST_CAPACITY];
    private int[] nexts = new int[FIRST_CAPACITY];
    private int[] previous = new int[FIRST_CAPACITY];
    /** The list that a node is on. */
    private byte[] lists = new byte[FIRST_CAPACITY];

    private int unused = NONE;
    private int used;

    FreeArea(int maxOrder) {
        orders = maxOrder + 1;
        heads = new int[orders * Migratetypes.COUNT];
        tails = new int[heads.length];
        counts = new int[heads.length];
        Arrays.fill(heads, NONE);
        Arrays.fill(tails, NONE);
    }

    private int list(int order, int type) {
        return type * orders + order;
    }

    /** Number of free blocks. */
    int count(int order, int type) {
        return counts[list(order, type)];
    }

    /** The orders of which a type has a block, as bits. */
    int available(int type) {
        return available[type];
    }

    /** The first block of a list that is not empty. */
    long first(int order, int type) {
        return frames[heads[list(order, type)]];
    }

    /** Order of the free block that begins with a frame, or {@link #NONE}. */
    int order(long frame) {
        int node = index.get((int) frame);
        return node == FrameIndex.ABSENT ? NONE : lists[node] % orders;
    }

    /** __add_to_free_list. */
    void add(long frame, int order, int type, boolean toTail) {
        int node = allocateNode();
        frames[node] = (int) frame;
        index.put((int) frame, node);
        link(node, list(order, type), toTail);
    }

    /** __del_page_from_free_list, of a block that is free. */
    void remove(long frame) {
        int node = index.get((int) frame);
        unlink(node);
        index.remove((int) frame);
        nexts[node] = unused;
        unused = node;
    }

    /** move_to_free_list: to the tail of another type. */
    void move(long frame, int type) {
        int node = index.get((int) frame);
        int order = lists[node] % orders;
        unlink(node);
        link(node, list(order, type), true);
    }

    private int allocateNode() {
        if (unused != NONE) {
            int node = unused;
            unused = nexts[node];
            return node;
        }
        if (used == frames.length) {
            int capacity = Math.multiplyExact(2, used);
            frames = Arrays.copyOf(frames, capacity);
            nexts = Arrays.copyOf(nexts, capacity);
            previous = Arrays.copyOf(previous, capacity);
            lists = Arrays.copyOf(lists, capacity);
        }
        return used++;
    }

    private void link(int node, int list, boolean toTail) {
        lists[node] = (byte) list;
        int before = toTail ? tails[list] : NONE;
        int after = toTail ? NONE : heads[list];
        join(before, node, list);
        join(node, after, list);
        counts[list]++;
        available[list / orders] |= 1 << list % orders;
    }

    private void unlink(int node) {
        int list = lists[node];
        join(previous[node], nexts[node], list);
        if (--counts[list] == 0) {
            available[list / orders] &= ~(1 << list % orders);
        }
    }

    /** Makes two nodes neighbours; none on one side makes the other an end of the list. */
    private void join(int before, int after, int list) {
        if (before == NONE) {
            heads[list] = after;
        } else {
            nexts[before] = after;
        }
        if (after == NONE) {
            tails[list] = before;
        } else {
            previous[after] = before;
        }
    }

    /** Calls the visitor for every free block, list by list in the order of the lists. */
    void forEach(BlockVisitor visitor) {
        for (int list = 0; list < heads.length; list++) {
            for (int node = heads[list]; node != NONE; node = nexts[node]) {
                visitor.block(frames[node], list % orders);
            }
        }
    }

    /** Takes one block. */
    @FunctionalInterface
    interface BlockVisitor {
        void block(long frame, int order);
    }

    /** Writes the lists in their order. */
    void save(StateOutput out, long start) {
        for (int list = 0; list < heads.length; list++) {
            int order = list % orders;
            out.unsigned(counts[list]);
            long last = start >>> order;
            for (int node = heads[list]; node != NONE; node = nexts[node]) {
                long block = (long) frames[node] >>> order;
                out.signed(block - last);
                last = block;
            }
        }
    }

    /** Fills an empty object with what {@link #save} of a zone of the same frames wrote. */
    void restore(StateInput in, long start, long end, Pageblocks pageblocks) {
        for (int list = 0; list < heads.length; list++) {
            int order = list % orders;
            int count = in.upTo((int) Math.min(Integer.MAX_VALUE, end - start >>> order), "number of free blocks");
            long last = start >>> order;
            for (int left = count; left > 0; left--) {
                in.room(BLOCK_BYTES);
                last += in.signed();
                long frame = last << order;
                if (last < 0 || last > end || frame < start || frame + (1L << order) > end || order(frame) != NONE) {
                    throw in.damaged("a free block lies beyond its zone or is on two lists");
                }
                if (!pageblocks.all(frame, order, list / orders)) {
                    throw in.damaged("a free block is of another type than its pageblock");
                }
                add(frame, order, list / orders, true);
            }
        }
    }
}
