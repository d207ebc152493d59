package org.mmsim.engine.memory;

import static org.mmsim.protocol.Migratetype.MIGRATE_MOVABLE_VALUE;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The kernel's free lists as lists of objects, searched from end to end. */
final class NaiveBuddy {
    private static final int[][] FALLBACKS = {{2, 1}, {2, 0}, {0, 1}};

    record Block(long frame, int order) {}

    private final int frames;
    private final int maxOrder;
    private final int pageblockOrder;
    private final Set<Long> movable;
    private final int[] pageblocks;
    /** By type, then by order. */
    private final List<List<ArrayDeque<Block>>> lists = new ArrayList<>();

    NaiveBuddy(int frames, int maxOrder, int pageblockOrder, Set<Long> movable) {
        this.frames = frames;
        this.maxOrder = maxOrder;
        this.pageblockOrder = pageblockOrder;
        this.movable = movable;
        pageblocks = new int[(frames >> pageblockOrder) + 1];
        Arrays.fill(pageblocks, MIGRATE_MOVABLE_VALUE);
        for (int type = 0; type < 3; type++) {
            lists.add(new ArrayList<>());
            for (int order = 0; order <= maxOrder; order++) {
                lists.get(type).add(new ArrayDeque<>());
            }
        }
        int from = 0;
        for (int order = maxOrder; order >= 0; order--) {
            while (from + (1 << order) <= frames) {
                list(order, MIGRATE_MOVABLE_VALUE).add(new Block(from, order));
                from += 1 << order;
            }
        }
    }

    ArrayDeque<Block> list(int order, int type) {
        return lists.get(type).get(order);
    }

    int pageblock(long frame) {
        return pageblocks[(int) frame >> pageblockOrder];
    }

    private void setPageblocks(long frame, int order, int type) {
        for (long f = frame; f < frame + (1L << order); f++) {
            pageblocks[(int) f >> pageblockOrder] = type;
        }
    }

    long rmqueue(int order, int type, boolean noFragment) {
        long own = smallest(order, type);
        return own >= 0 ? own : fallback(order, type, noFragment);
    }

    private long smallest(int order, int type) {
        for (int o = order; o <= maxOrder; o++) {
            if (!list(o, type).isEmpty()) {
                return expand(list(o, type).getFirst(), order, type);
            }
        }
        return -1;
    }

    private long expand(Block block, int order, int type) {
        list(block.order, pageblock(block.frame)).remove(block);
        if (block.order >= pageblockOrder) {
            setPageblocks(block.frame, block.order, type);
        }
        for (int o = block.order - 1; o >= order; o--) {
            list(o, type).addFirst(new Block(block.frame + (1L << o), o));
        }
        return block.frame;
    }

    private long fallback(int order, int type, boolean noFragment) {
        int least = noFragment && order < pageblockOrder ? pageblockOrder : order;
        for (int o = maxOrder; o >= least; o--) {
            Block block = foreign(o, type);
            if (block == null) {
                continue;
            }
            boolean canSteal = o >= pageblockOrder / 2 || type != MIGRATE_MOVABLE_VALUE;
            for (int small = order; !canSteal && small < o; small++) {
                if (foreign(small, type) != null) {
                    block = foreign(small, type);
                    break;
                }
            }
            return steal(block, order, type, canSteal);
        }
        return -1;
    }

    private Block foreign(int order, int type) {
        for (int from : FALLBACKS[type]) {
            if (!list(order, from).isEmpty()) {
                return list(order, from).getFirst();
            }
        }
        return null;
    }

    private long steal(Block block, int order, int type, boolean whole) {
        if (block.order >= pageblockOrder) {
            return expand(block, order, type);
        }
        int from = pageblock(block.frame);
        long start = block.frame >> pageblockOrder << pageblockOrder;
        long end = start + (1L << pageblockOrder);
        if (whole && end <= frames) {
            List<Block> inside = blocksIn(start, end);
            long free = inside.stream().mapToLong(b -> 1L << b.order).sum();
            long moving = movable.stream().filter(f -> f >= start && f < end).count();
            long others = from == MIGRATE_MOVABLE_VALUE ? end - start - free - moving : 0;
            long alike = type == MIGRATE_MOVABLE_VALUE ? moving : others;
            if (free + alike >= (end - start) / 2) {
                inside.forEach(b -> {
                    list(b.order, from).remove(b);
                    list(b.order, type).addLast(b);
                });
                setPageblocks(start, pageblockOrder, type);
                return smallest(order, type);
            }
        }
        return expand(block, order, from);
    }

    private List<Block> blocksIn(long start, long end) {
        List<Block> inside = new ArrayList<>();
        lists.forEach(orders -> orders.forEach(blocks -> blocks.forEach(b -> {
            if (b.frame >= start && b.frame < end) {
                inside.add(b);
            }
        })));
        inside.sort(Comparator.comparingLong(Block::frame));
        return inside;
    }

    void free(long first, int firstOrder) {
        int type = pageblock(first);
        Block block = new Block(first, firstOrder);
        while (block.order < maxOrder) {
            Block buddy = new Block(block.frame ^ 1L << block.order, block.order);
            if (!isFree(buddy)) {
                break;
            }
            list(buddy.order, pageblock(buddy.frame)).remove(buddy);
            if (buddy.order >= pageblockOrder) {
                setPageblocks(buddy.frame, buddy.order, type);
            }
            block = new Block(Math.min(block.frame, buddy.frame), block.order + 1);
        }
        long higher = Math.min(block.frame, block.frame ^ 1L << block.order);
        boolean soon = block.order < maxOrder - 1 && isFree(new Block(higher ^ 2L << block.order, block.order + 1));
        if (soon) {
            list(block.order, type).addLast(block);
        } else {
            list(block.order, type).addFirst(block);
        }
    }

    private boolean isFree(Block block) {
        return block.frame < frames && list(block.order, pageblock(block.frame)).contains(block);
    }
}
