package org.mmsim.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mmsim.protocol.Migratetype.MIGRATE_MOVABLE_VALUE;
import static org.mmsim.protocol.Migratetype.MIGRATE_RECLAIMABLE_VALUE;
import static org.mmsim.protocol.Migratetype.MIGRATE_UNMOVABLE_VALUE;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.mmsim.engine.Property;
import org.mmsim.engine.memory.MemoryLayout.Span;
import org.mmsim.protocol.ZoneType;

class BuddyListsTest {
    private static final int MAX_ORDER = 6;
    private static final int PAGEBLOCK_ORDER = 4;

    private final Set<Long> movable = new TreeSet<>();

    private record Allocation(long frame, int order) {}

    private BuddyLists buddy(int frames) {
        return buddy(frames, MAX_ORDER, PAGEBLOCK_ORDER, movable);
    }

    private static BuddyLists buddy(int frames, int maxOrder, int pageblockOrder, Set<Long> movable) {
        Span zone = new Span(ZoneType.ZONE_NORMAL, 0, frames);
        BuddyLists buddy = new BuddyLists(zone, maxOrder, new Pageblocks(frames, pageblockOrder), movable::contains);
        buddy.freeAll();
        return buddy;
    }

    private static List<String> blocks(BuddyLists buddy) {
        List<String> blocks = new ArrayList<>();
        buddy.free().forEach((frame, order) -> blocks.add(frame + "/" + order));
        return blocks;
    }

    @Test
    void theLowestPartOfASplitBlockIsTakenAndTheUpperHalvesAreFree() {
        BuddyLists buddy = buddy(128);

        assertThat(buddy.rmqueue(1, MIGRATE_MOVABLE_VALUE)).isZero();
        assertThat(blocks(buddy)).containsExactly("2/1", "4/2", "8/3", "16/4", "32/5", "64/6");
        assertThat(buddy.nrFree()).isEqualTo(126);
    }

    @Test
    void whatIsFreedMergesIntoTheLargestBlocks() {
        BuddyLists buddy = buddy(128);
        for (int i = 0; i < 128; i++) {
            assertThat(buddy.rmqueue(0, MIGRATE_MOVABLE_VALUE)).isEqualTo(i);
        }
        assertThat(buddy.rmqueue(0, MIGRATE_MOVABLE_VALUE)).isEqualTo(-1);
        for (int frame = 127; frame >= 0; frame--) {
            buddy.freeOnePage(frame, 0);
        }

        assertThat(buddy.free().count(MAX_ORDER, MIGRATE_MOVABLE_VALUE)).isEqualTo(2);
        assertThat(buddy.nrFree()).isEqualTo(128);
    }

    @Test
    void aBlockThatMayMergeSoonIsUsedLast() {
        BuddyLists buddy = buddy(64);
        for (int i = 0; i < 16; i++) {
            buddy.rmqueue(0, MIGRATE_MOVABLE_VALUE);
        }
        buddy.freeOnePage(12, 0);
        buddy.freeOnePage(2, 0);
        buddy.freeOnePage(3, 0);
        buddy.freeOnePage(0, 0);

        assertThat(buddy.rmqueue(0, MIGRATE_MOVABLE_VALUE))
                .as("frame 0 has a free pair beside it and waits for its buddy")
                .isEqualTo(12);
    }

    @Test
    void anotherTypeTakesTheLargestBlockWithItsPageblocks() {
        BuddyLists buddy = buddy(64 + 32);

        assertThat(buddy.rmqueue(0, MIGRATE_UNMOVABLE_VALUE)).isZero();
        assertThat(buddy.free().available(MIGRATE_UNMOVABLE_VALUE)).isEqualTo(0b111111);
        assertThat(buddy.free().available(MIGRATE_MOVABLE_VALUE)).isEqualTo(1 << 5);
    }

    @Test
    void reclaimableIsTheFirstToFallBackOnAndMovableTheLast() {
        BuddyLists buddy = buddy(64 + 64 + 64);
        buddy.rmqueue(5, MIGRATE_RECLAIMABLE_VALUE);
        buddy.rmqueue(6, MIGRATE_MOVABLE_VALUE);
        buddy.rmqueue(6, MIGRATE_MOVABLE_VALUE);

        assertThat(buddy.rmqueue(5, MIGRATE_UNMOVABLE_VALUE)).isEqualTo(32);
    }

    @Test
    void avoidingFragmentationOnlyWholePageblocksChangeType() {
        BuddyLists buddy = buddy(16);
        buddy.rmqueue(0, MIGRATE_MOVABLE_VALUE);

        assertThat(buddy.peek(0, MIGRATE_UNMOVABLE_VALUE, true)).isEqualTo(-1);
        assertThat(buddy.obtainable(0, MIGRATE_UNMOVABLE_VALUE, true, 100)).isZero();
        assertThat(buddy.obtainable(0, MIGRATE_UNMOVABLE_VALUE, false, 100)).isEqualTo(15);
        assertThat(buddy.peek(0, MIGRATE_UNMOVABLE_VALUE, false)).isEqualTo(1);
    }

    @Test
    void aPageblockThatIsHalfFreeIsClaimedWhole() {
        BuddyLists buddy = buddy(16);
        buddy.rmqueue(3, MIGRATE_MOVABLE_VALUE);
        for (long frame = 0; frame < 8; frame++) {
            movable.add(frame);
        }
        buddy.rmqueue(0, MIGRATE_UNMOVABLE_VALUE);

        assertThat(buddy.free().available(MIGRATE_UNMOVABLE_VALUE)).isEqualTo(0b111);
        assertThat(buddy.free().available(MIGRATE_MOVABLE_VALUE)).isZero();
    }

    @Test
    void aPageblockFullOfMovablePagesGivesOnlyABlock() {
        BuddyLists buddy = buddy(16);
        buddy.rmqueue(3, MIGRATE_MOVABLE_VALUE);
        buddy.rmqueue(2, MIGRATE_MOVABLE_VALUE);
        for (long frame = 0; frame < 12; frame++) {
            movable.add(frame);
        }
        buddy.rmqueue(0, MIGRATE_UNMOVABLE_VALUE);

        assertThat(buddy.free().available(MIGRATE_UNMOVABLE_VALUE)).isZero();
        assertThat(buddy.free().available(MIGRATE_MOVABLE_VALUE)).isEqualTo(0b11);
    }

    @Test
    void agreesWithTheKernelsListsSearchedFromEndToEnd() {
        Property.holds(300, random -> {
            int pageblockOrder = 2 + random.nextInt(3);
            int maxOrder = pageblockOrder + random.nextInt(3);
            int frames = 8 + random.nextInt(300);
            Set<Long> onLru = new TreeSet<>();
            BuddyLists buddy = buddy(frames, maxOrder, pageblockOrder, onLru);
            NaiveBuddy naive = new NaiveBuddy(frames, maxOrder, pageblockOrder, onLru);
            List<Allocation> allocations = new ArrayList<>();
            int bias = 1 + random.nextInt(5);
            for (int step = 0; step < 400; step++) {
                if (allocations.isEmpty() || random.nextInt(6) < bias) {
                    allocate(random, buddy, naive, maxOrder, onLru, allocations);
                } else {
                    Allocation back = allocations.remove(random.nextInt(allocations.size()));
                    for (long frame = back.frame; frame < back.frame + (1L << back.order); frame++) {
                        onLru.remove(frame);
                    }
                    buddy.freeOnePage(back.frame, back.order);
                    naive.free(back.frame, back.order);
                }
                assertSame(buddy, naive, maxOrder);
            }
            allocations.forEach(a -> buddy.freeOnePage(a.frame, a.order));
            assertThat(buddy.nrFree()).isEqualTo(frames);
        });
    }

    private static void allocate(
            Random random,
            BuddyLists buddy,
            NaiveBuddy naive,
            int maxOrder,
            Set<Long> onLru,
            List<Allocation> allocations) {
        int order = random.nextInt(maxOrder + 1) * random.nextInt(2);
        int type = random.nextInt(3);
        boolean noFragment = random.nextInt(3) == 0;
        long peeked = buddy.peek(order, type, noFragment);
        assertThat(buddy.obtainable(order, type, noFragment, 1)).isEqualTo(peeked < 0 ? 0 : 1);
        assertThat(peeked).isEqualTo(naive.rmqueue(order, type, noFragment));
        if (peeked >= 0) {
            assertThat(buddy.rmqueue(order, type)).isEqualTo(peeked);
            allocations.add(new Allocation(peeked, order));
            if (type == MIGRATE_MOVABLE_VALUE && random.nextInt(4) > 0) {
                for (long frame = peeked; frame < peeked + (1L << order); frame++) {
                    onLru.add(frame);
                }
            }
        }
    }

    private static void assertSame(BuddyLists buddy, NaiveBuddy naive, int maxOrder) {
        List<String> expected = new ArrayList<>();
        long free = 0;
        for (int type = 0; type < 3; type++) {
            for (int order = 0; order <= maxOrder; order++) {
                for (NaiveBuddy.Block block : naive.list(order, type)) {
                    expected.add(block.frame() + "/" + order);
                    free += 1L << order;
                }
                assertThat(buddy.free().count(order, type))
                        .isEqualTo(naive.list(order, type).size());
            }
        }
        assertThat(blocks(buddy)).isEqualTo(expected);
        assertThat(buddy.nrFree()).isEqualTo(free);
    }
}
