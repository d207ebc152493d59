package org.mmsim.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mmsim.engine.Property;

class BuddyTest {
    private static final int MAX_ORDER = 5;

    private record Allocation(long frame, int order) {}

    @Test
    void agreesWithAMapOfFreeFrames() {
        Property.holds(200, random -> {
            long frames = 1L + random.nextInt(300);
            Buddy buddy = new Buddy(frames, MAX_ORDER);
            Naive naive = new Naive((int) frames);
            List<Allocation> allocations = new ArrayList<>();
            for (int step = 0; step < 400; step++) {
                if (allocations.isEmpty() || random.nextInt(5) < 3) {
                    allocate(buddy, naive, random.nextInt(MAX_ORDER + 1), allocations);
                } else {
                    Allocation back = allocations.remove(random.nextInt(allocations.size()));
                    buddy.give(back.frame, back.order);
                    naive.mark(back, false);
                }
                assertSame(buddy, naive);
            }
        });
    }

    private static void allocate(Buddy buddy, Naive naive, int order, List<Allocation> allocations) {
        long found = buddy.find(order);
        assertThat(found).isEqualTo(naive.find(order));
        if (found >= 0) {
            buddy.take(found, order);
            Allocation allocation = new Allocation(found, order);
            naive.mark(allocation, true);
            allocations.add(allocation);
        }
    }

    private static void assertSame(Buddy buddy, Naive naive) {
        assertThat(buddy.freeFrames()).isEqualTo(naive.freeFrames());
        for (int order = 0; order <= MAX_ORDER; order++) {
            assertThat(buddy.freeBlocks(order))
                    .as("free blocks of order %d", order)
                    .isEqualTo(naive.freeBlocks(order));
        }
    }

    @Test
    void anyFreeBlockCanBeTakenFromTheMiddleOfALargerOne() {
        Property.holds(100, random -> {
            Buddy buddy = new Buddy(256, MAX_ORDER);
            Naive naive = new Naive(256);
            Random draws = random;
            for (int step = 0; step < 100; step++) {
                int order = draws.nextInt(3);
                long frame = (long) draws.nextInt(256 >> order) << order;
                if (naive.free(frame, order)) {
                    buddy.take(frame, order);
                    naive.mark(new Allocation(frame, order), true);
                } else {
                    assertThatThrownBy(() -> buddy.take(frame, order))
                            .as("a second taking of frame %d", frame)
                            .isInstanceOf(IllegalStateException.class);
                }
                assertSame(buddy, naive);
            }
        });
    }

    @Test
    void whatIsGivenBackMergesIntoTheLargestBlocks() {
        Buddy buddy = new Buddy(64, MAX_ORDER);
        for (int frame = 0; frame < 64; frame++) {
            buddy.take(frame, 0);
        }
        for (int frame = 63; frame >= 0; frame--) {
            buddy.give(frame, 0);
        }

        assertThat(buddy.freeBlocks(MAX_ORDER)).isEqualTo(2);
        assertThat(buddy.freeFrames()).isEqualTo(64);
    }

    @Test
    void thereIsNothingToFindWhenAllIsTaken() {
        Buddy buddy = new Buddy(32, MAX_ORDER);
        buddy.take(0, MAX_ORDER);

        assertThat(buddy.find(0)).isEqualTo(-1);
        assertThat(buddy.freeFrames()).isZero();
    }

    /** Blocks are always as large as they can be, so the free frames alone say which blocks there are. */
    private static final class Naive {
        private final boolean[] taken;

        Naive(int frames) {
            taken = new boolean[frames];
        }

        void mark(Allocation allocation, boolean value) {
            for (long frame = allocation.frame; frame < allocation.frame + (1L << allocation.order); frame++) {
                taken[(int) frame] = value;
            }
        }

        long freeFrames() {
            long free = 0;
            for (boolean one : taken) {
                free += one ? 0 : 1;
            }
            return free;
        }

        boolean free(long first, int order) {
            long end = first + (1L << order);
            for (long frame = first; frame < end; frame++) {
                if (frame >= taken.length || taken[(int) frame]) {
                    return false;
                }
            }
            return true;
        }

        private boolean isBlock(long first, int order) {
            return free(first, order) && (order == MAX_ORDER || !free(first & -2L << order, order + 1));
        }

        long freeBlocks(int order) {
            long blocks = 0;
            for (long first = 0; first < taken.length; first += 1L << order) {
                blocks += isBlock(first, order) ? 1 : 0;
            }
            return blocks;
        }

        long find(int order) {
            for (int o = order; o <= MAX_ORDER; o++) {
                for (long first = 0; first < taken.length; first += 1L << o) {
                    if (isBlock(first, o)) {
                        return first;
                    }
                }
            }
            return -1;
        }
    }
}
