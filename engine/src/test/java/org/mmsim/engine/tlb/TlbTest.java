package org.mmsim.engine.tlb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mmsim.engine.mm.VmFlags.VM_READ;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.mmsim.engine.Property;
import org.mmsim.engine.pagetable.Arm64;
import org.mmsim.engine.pagetable.Book3s64Radix;
import org.mmsim.engine.pagetable.Leaves;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.X86FourLevel;
import org.mmsim.engine.profile.Provenance;
import org.mmsim.engine.profile.TlbGeometry;
import org.mmsim.engine.profile.TlbGeometry.Replacement;
import org.mmsim.engine.profile.TlbLevel;
import org.mmsim.engine.snapshot.StateInput;
import org.mmsim.engine.snapshot.StateOutput;

class TlbTest {
    private static final PageTableFormat FORMAT = new Book3s64Radix(4096);
    private static final long PAGE = FORMAT.span(0);
    private static final long HUGE = FORMAT.span(1);

    private static TlbGeometry geometry(int entries, int ways) {
        return TlbGeometry.single(new TlbLevel(entries, ways, Provenance.ESTIMATED, "test"));
    }

    private final TranslationCounts counts = new TranslationCounts();

    private Tlb tlb(TlbGeometry geometry) {
        return new Tlb(geometry, FORMAT, counts, false);
    }

    private static long cached(Tlb tlb, int asid, long va) {
        int place = tlb.lookup(asid, va);
        return place < 0 ? 0 : tlb.entryAt(place);
    }

    @Test
    void agreesWithAListOfTranslations() {
        Property.holds(200, random -> {
            int ways = 1 + random.nextInt(4);
            int sets = 1 << random.nextInt(3);
            Tlb tlb = tlb(geometry(sets * ways, ways));
            Naive naive = new Naive(sets, ways);
            for (int step = 0; step < 500; step++) {
                int mm = 1 + random.nextInt(2);
                long va = random.nextInt(3) * HUGE + random.nextInt(8) * PAGE;
                int level = random.nextInt(4) == 0 ? 1 : 0;
                if (random.nextInt(4) > 0) {
                    long entry = Leaves.of(FORMAT, level, 1 + step, true);
                    tlb.fill(mm, mm, va, level, entry);
                    naive.fill(mm, va, level, entry);
                } else {
                    long length = random.nextInt(3) == 0 ? 0 : (1L + random.nextInt(20)) * PAGE;
                    int dropped = naive.invalidate(mm, va, length).size();
                    assertThat(tlb.count(mm, va, length)).isEqualTo(dropped);
                    assertThat(tlb.invalidate(mm, va, length, true)).isEqualTo(dropped);
                }
                assertThat(tlb.used()).isEqualTo(naive.used());
                assertThat(cached(tlb, mm, va + 5)).isEqualTo(naive.lookup(mm, va));
            }
        });
    }

    @Test
    void aHugeTranslationGoesWithAnyPageOfItsRange() {
        Tlb tlb = tlb(geometry(8, 4));
        tlb.fill(1, 1, HUGE, 1, Leaves.of(FORMAT, 1, 512, true));
        tlb.fill(1, 1, 2 * HUGE, 0, Leaves.of(FORMAT, 0, 7, true));

        assertThat(tlb.invalidate(1, HUGE + 17 * PAGE, PAGE, false)).isEqualTo(1);
        assertThat(cached(tlb, 1, HUGE)).isZero();
        assertThat(cached(tlb, 1, 2 * HUGE)).isNotZero();
    }

    @Test
    void addressSpacesDoNotSeeEachOther() {
        Tlb tlb = tlb(geometry(8, 4));
        tlb.fill(1, 1, HUGE, 0, Leaves.of(FORMAT, 0, 7, true));
        tlb.fill(2, 2, HUGE, 0, Leaves.of(FORMAT, 0, 8, true));

        assertThat(tlb.invalidate(1, 0, 0, false)).isEqualTo(1);
        assertThat(cached(tlb, 1, HUGE)).isZero();
        assertThat(FORMAT.frame(cached(tlb, 2, HUGE))).isEqualTo(8);
    }

    private static TlbLevel level(int entries, int ways) {
        return new TlbLevel(entries, ways, Provenance.ESTIMATED, "test");
    }

    private static long leaf(long frame) {
        return Leaves.of(FORMAT, 0, frame, true);
    }

    private static TlbGeometry twoLevels(Replacement replacement) {
        return new TlbGeometry(level(2, 2), level(2, 1), level(8, 8), level(4, 4), replacement);
    }

    @Test
    void whatTheFirstLevelGaveUpIsFoundInTheSecondAndComesBack() {
        Tlb tlb = tlb(twoLevels(Replacement.ROUND_ROBIN));
        for (long page = 0; page < 3; page++) {
            tlb.fill(1, 1, page * PAGE, 0, leaf(10 + page));
        }

        assertThat(tlb.second(tlb.lookup(1, 0))).isTrue();
        tlb.promote(1, 0);
        int place = tlb.lookup(1, 5);
        assertThat(tlb.structureAt(place)).isEqualTo("L1");
        assertThat(tlb.frame(place, 5)).isEqualTo(10);
        assertThat(tlb.second(tlb.lookup(1, PAGE))).isTrue();
        assertThat(tlb.invalidate(1, 0, PAGE, true)).as("in both levels").isEqualTo(2);
        assertThat(counts.of(10)).isZero();
    }

    @Test
    void hugeEntriesHaveAFirstLevelOfTheirOwn() {
        Tlb tlb = tlb(twoLevels(Replacement.ROUND_ROBIN));
        tlb.fill(1, 1, HUGE, 1, Leaves.of(FORMAT, 1, 512, true));

        assertThat(tlb.structureAt(tlb.lookup(1, HUGE + 3 * PAGE))).isEqualTo("L1 huge");
        assertThat(tlb.frame(tlb.lookup(1, HUGE + 3 * PAGE), HUGE + 3 * PAGE)).isEqualTo(515);
        assertThat(counts.of(515)).isEqualTo(2);
        assertThat(counts.of(511)).isZero();
    }

    @Test
    void randomReplacementFollowsFromTheNumberOfTheFill() {
        List<List<Long>> contents = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            Tlb tlb = tlb(twoLevels(Replacement.RANDOM));
            for (long page = 0; page < 100; page++) {
                tlb.fill(1, 1, page * PAGE, 0, leaf(10 + page));
            }
            contents.add(
                    IntStream.range(0, tlb.capacity()).mapToObj(tlb::entryAt).toList());
        }

        assertThat(contents.get(0)).isEqualTo(contents.get(1));
        assertThat(contents.get(0).subList(4, 12))
                .as("not the last eight in order")
                .doesNotContainSequence(LongStream.range(92, 100)
                        .mapToObj(page -> leaf(10 + page))
                        .toList());
    }

    @Test
    void anyPageOfAContiguousBlockHitsItsEntryAndDropsIt() {
        PageTableFormat arm64 = new Arm64(4096, true);
        long cont = 1L << 52;
        Tlb tlb = new Tlb(twoLevels(Replacement.ROUND_ROBIN), arm64, counts, false);
        tlb.fill(1, 1, 21 * PAGE, 0, arm64.leaf(0, 37, arm64.protection(VM_READ)) | cont);

        assertThat(tlb.spanAt(tlb.lookup(1, 16 * PAGE))).isEqualTo(16 * PAGE);
        assertThat(tlb.frame(tlb.lookup(1, 31 * PAGE), 31 * PAGE)).isEqualTo(47);
        assertThat(tlb.lookup(1, 32 * PAGE)).isEqualTo(-1);
        assertThat(counts.of(32)).isEqualTo(2);
        assertThat(tlb.invalidate(1, 18 * PAGE, PAGE, true)).isEqualTo(2);
        assertThat(tlb.lookup(1, 16 * PAGE)).isEqualTo(-1);
    }

    @Test
    void aGlobalEntryServesEveryTagAndOutlivesTheFlushOfOne() {
        PageTableFormat x86 = new X86FourLevel();
        long global = 1L << 8;
        Tlb tlb = new Tlb(twoLevels(Replacement.ROUND_ROBIN), x86, counts, true);
        tlb.fill(1, 1, 0, 0, x86.leaf(0, 37, x86.protection(VM_READ)) | global);

        assertThat(tlb.lookup(2, 0)).isNotNegative();
        assertThat(tlb.invalidate(1, 0, 0, false)).isZero();
        assertThat(tlb.invalidate(2, 0, PAGE, false)).isEqualTo(2);
    }

    @Test
    void pointersStayWhereOnlyLeavesGo() {
        Tlb tlb = tlb(twoLevels(Replacement.ROUND_ROBIN));
        tlb.walkCache().fill(1, 1, HUGE, 0, 0x7000);
        tlb.walkCache().fill(1, 1, 5 * HUGE, 0, 0x8000);

        tlb.invalidate(1, HUGE, PAGE, true);
        assertThat(tlb.walkCache().lookup(1, HUGE + 9 * PAGE, 0)).isEqualTo(0x7000);
        tlb.invalidate(1, HUGE + PAGE, PAGE, false);
        assertThat(tlb.walkCache().lookup(1, HUGE, 0)).isEqualTo(-1);
        assertThat(tlb.walkCache().lookup(1, 5 * HUGE, 0)).isEqualTo(0x8000);
        assertThat(counts.toTable(0x7000)).isZero();
        assertThat(counts.toTable(0x8000)).isEqualTo(1);
    }

    @Test
    void invlpgDropsEveryPointerOfItsAddressSpace() {
        Tlb tlb = new Tlb(twoLevels(Replacement.ROUND_ROBIN), FORMAT, counts, true);
        tlb.walkCache().fill(1, 1, HUGE, 0, 0x7000);
        tlb.walkCache().fill(2, 2, HUGE, 0, 0x8000);

        tlb.invalidate(1, 9 * HUGE, PAGE, false);
        assertThat(tlb.walkCache().lookup(1, HUGE, 0)).isEqualTo(-1);
        assertThat(tlb.walkCache().lookup(2, HUGE, 0)).isEqualTo(0x8000);
    }

    @Test
    void whatWasReadBackIsFilledOnAlike() {
        Tlb tlb = tlb(twoLevels(Replacement.ROUND_ROBIN));
        for (long page = 0; page < 11; page++) {
            tlb.fill(1, 1, page * PAGE, 0, leaf(10 + page));
        }
        tlb.walkCache().fill(1, 1, HUGE, 0, 0x7000);
        Tlb copy = tlb(twoLevels(Replacement.ROUND_ROBIN));
        copy.restore(new StateInput(bytes(tlb), 1 << 20));
        tlb.fill(1, 1, 50 * PAGE, 0, leaf(60));
        copy.fill(1, 1, 50 * PAGE, 0, leaf(60));

        assertThat(bytes(copy)).isEqualTo(bytes(tlb));
    }

    private static byte[] bytes(Tlb tlb) {
        StateOutput out = new StateOutput();
        tlb.save(out);
        return out.toByteArray();
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
