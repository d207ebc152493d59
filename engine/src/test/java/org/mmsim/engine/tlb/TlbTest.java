package org.mmsim.engine.tlb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mmsim.engine.Property;
import org.mmsim.engine.pagetable.Book3s64Radix;
import org.mmsim.engine.pagetable.Leaves;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.profile.Provenance;
import org.mmsim.engine.profile.TlbGeometry;
import org.mmsim.engine.profile.TlbLevel;

class TlbTest {
    private static final PageTableFormat FORMAT = new Book3s64Radix(4096);
    private static final long PAGE = FORMAT.span(0);
    private static final long HUGE = FORMAT.span(1);

    private static TlbGeometry geometry(int entries, int ways) {
        return TlbGeometry.single(new TlbLevel(entries, ways, Provenance.ESTIMATED, "test"));
    }

    private static long cached(Tlb tlb, long mm, long va) {
        int place = tlb.lookup(mm, va);
        return place < 0 ? 0 : tlb.entryAt(place);
    }

    @Test
    void agreesWithAListOfTranslations() {
        Property.holds(200, random -> {
            int ways = 1 + random.nextInt(4);
            int sets = 1 << random.nextInt(3);
            Tlb tlb = new Tlb(geometry(sets * ways, ways), FORMAT);
            Naive naive = new Naive(sets, ways);
            for (int step = 0; step < 500; step++) {
                long mm = 1L + random.nextInt(2);
                long va = random.nextInt(3) * HUGE + random.nextInt(8) * PAGE;
                int level = random.nextInt(4) == 0 ? 1 : 0;
                if (random.nextInt(4) > 0) {
                    long entry = Leaves.of(FORMAT, level, 1 + step, true);
                    assertThat(tlb.fill(mm, va, level, entry)).isEqualTo(naive.fill(mm, va, level, entry));
                } else {
                    long length = random.nextInt(3) == 0 ? 0 : (1L + random.nextInt(20)) * PAGE;
                    List<Long> dropped = new ArrayList<>();
                    int count = tlb.count(mm, va, length);
                    assertThat(tlb.invalidate(mm, va, length, dropped::add)).isEqualTo(count);
                    assertThat(dropped).containsExactlyInAnyOrderElementsOf(naive.invalidate(mm, va, length));
                }
                assertThat(tlb.used()).isEqualTo(naive.used());
                assertThat(cached(tlb, mm, va + 5)).isEqualTo(naive.lookup(mm, va));
            }
        });
    }

    @Test
    void aHugeTranslationGoesWithAnyPageOfItsRange() {
        Tlb tlb = new Tlb(geometry(8, 4), FORMAT);
        tlb.fill(1, HUGE, 1, Leaves.of(FORMAT, 1, 512, true));
        tlb.fill(1, 2 * HUGE, 0, Leaves.of(FORMAT, 0, 7, true));

        assertThat(tlb.invalidate(1, HUGE + 17 * PAGE, PAGE, entry -> {})).isEqualTo(1);
        assertThat(cached(tlb, 1, HUGE)).isZero();
        assertThat(cached(tlb, 1, 2 * HUGE)).isNotZero();
    }

    @Test
    void addressSpacesDoNotSeeEachOther() {
        Tlb tlb = new Tlb(geometry(8, 4), FORMAT);
        tlb.fill(1, HUGE, 0, Leaves.of(FORMAT, 0, 7, true));
        tlb.fill(2, HUGE, 0, Leaves.of(FORMAT, 0, 8, true));

        assertThat(tlb.invalidate(1, 0, 0, entry -> {})).isEqualTo(1);
        assertThat(cached(tlb, 1, HUGE)).isZero();
        assertThat(FORMAT.frame(cached(tlb, 2, HUGE))).isEqualTo(8);
    }

    /** Sets of places; a full set gives way place by place. */
    private static final class Naive {
        private final Cached[][] sets;
        private final int[] turn;

        private record Cached(long mm, long va, int level, long entry) {
            boolean translates(long otherMm, long from, long length) {
                return mm == otherMm && (length == 0 || va < from + length && from < va + FORMAT.span(level));
            }
        }

        Naive(int sets, int ways) {
            this.sets = new Cached[sets][ways];
            turn = new int[sets];
        }

        private int set(long va, int level) {
            return (int) (va / FORMAT.span(level) % sets.length);
        }

        long fill(long mm, long va, int level, long entry) {
            long base = va / FORMAT.span(level) * FORMAT.span(level);
            int set = set(va, level);
            int place = place(set, mm, base, level);
            Cached victim = sets[set][place];
            sets[set][place] = new Cached(mm, base, level, entry);
            return victim == null ? 0 : victim.entry;
        }

        private int place(int set, long mm, long base, int level) {
            int free = -1;
            for (int way = sets[set].length - 1; way >= 0; way--) {
                Cached cached = sets[set][way];
                if (cached == null) {
                    free = way;
                } else if (cached.mm == mm && cached.va == base && cached.level == level) {
                    return way;
                }
            }
            return free >= 0 ? free : turn[set]++ % sets[set].length;
        }

        List<Long> invalidate(long mm, long from, long length) {
            List<Long> gone = new ArrayList<>();
            for (Cached[] set : sets) {
                for (int way = 0; way < set.length; way++) {
                    if (set[way] != null && set[way].translates(mm, from, length)) {
                        gone.add(set[way].entry);
                        set[way] = null;
                    }
                }
            }
            return gone;
        }

        int used() {
            int used = 0;
            for (Cached[] set : sets) {
                for (Cached cached : set) {
                    used += cached == null ? 0 : 1;
                }
            }
            return used;
        }

        long lookup(long mm, long va) {
            for (int level = 0; level <= 1; level++) {
                for (Cached cached : sets[set(va, level)]) {
                    if (cached != null && cached.level == level && cached.translates(mm, va, 1)) {
                        return cached.entry;
                    }
                }
            }
            return 0;
        }
    }
}
