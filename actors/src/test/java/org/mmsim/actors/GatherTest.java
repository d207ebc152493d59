package org.mmsim.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mmsim.actors.Lab.BASE;
import static org.mmsim.actors.Lab.mapBasePages;
import static org.mmsim.actors.Lab.stay;
import static org.mmsim.actors.Lab.touch;
import static org.mmsim.actors.Lab.unmap;
import static org.mmsim.protocol.Event.FOLIO_FREED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FOLIO_GATHERED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.GATHER_FLUSHED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTES_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TLB_INVALIDATED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TLB_LEAVES_INVALIDATED_FIELD_NUMBER;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatherTest {
    /** MMU_GATHER_BUNDLE and as many batches of a page as hold 10,000 folios at most, less one place of each. */
    @ParameterizedTest
    @CsvSource({"4096, 9678", "65536, 8196"})
    void aMunmapOfManyPagesIsDoneInBatches(int pageBytes, long batch) {
        int pages = 10_000;
        RunRecord run = new Lab()
                .machine(m -> m.cpus(1).basePage(pageBytes).memory(1L << 30))
                .thread(
                        0,
                        mapBasePages(BASE, (long) pages * pageBytes),
                        touch(BASE, (long) pages * pageBytes, pageBytes),
                        unmap(BASE, (long) pages * pageBytes),
                        stay())
                .run();

        assertThat(run.of(GATHER_FLUSHED_FIELD_NUMBER).map(RunRecord.Happened::b))
                .containsExactly(batch, pages - batch);
    }

    @Test
    void unlinkThenInvalidateThenFree() {
        for (int seed = 0; seed < 200; seed++) {
            assertCoreOrder(RandomLab.of(seed).run(), seed);
        }
    }

    /** Of every folio that goes through a gather: entry cleared, TLBs told, freed. */
    private static void assertCoreOrder(RunRecord run, int seed) {
        Set<Long> gathered = new TreeSet<>();
        Set<Long> toldSinceGathered = new TreeSet<>();
        long lastCleared = 0;
        for (RunRecord.Happened fact : run.facts()) {
            switch (fact.type()) {
                case PTE_CLEARED_FIELD_NUMBER, PTES_CLEARED_FIELD_NUMBER -> lastCleared = fact.seq();
                case FOLIO_GATHERED_FIELD_NUMBER -> {
                    assertThat(lastCleared).as("seed %d: %s", seed, fact).isPositive();
                    gathered.add(fact.b());
                    toldSinceGathered.remove(fact.b());
                }
                case TLB_INVALIDATED_FIELD_NUMBER, TLB_LEAVES_INVALIDATED_FIELD_NUMBER ->
                    toldSinceGathered.addAll(gathered);
                case FOLIO_FREED_FIELD_NUMBER -> {
                    if (gathered.remove(fact.a())) {
                        assertThat(toldSinceGathered)
                                .as("seed %d: %s", seed, fact)
                                .contains(fact.a());
                    }
                }
                default -> {
                    // Other facts are not part of the order.
                }
            }
        }
        assertThat(gathered)
                .as("seed %d: gathered and neither freed nor in a batch", seed)
                .hasSizeLessThanOrEqualTo((int) run.machine().framesKept());
    }
}
