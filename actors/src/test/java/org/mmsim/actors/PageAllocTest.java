package org.mmsim.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mmsim.actors.Lab.BASE;
import static org.mmsim.actors.Lab.barrier;
import static org.mmsim.actors.Lab.map;
import static org.mmsim.actors.Lab.mapBasePages;
import static org.mmsim.actors.Lab.stay;
import static org.mmsim.actors.Lab.touch;
import static org.mmsim.actors.Lab.unmap;
import static org.mmsim.engine.mm.VmFlags.VM_HUGEPAGE;
import static org.mmsim.engine.mm.VmFlags.VM_WRITE;
import static org.mmsim.protocol.Event.ALLOCATION_FAILED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FOLIO_ALLOCATED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FOLIO_FREED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.OUT_OF_MEMORY_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PCP_DRAINED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PCP_REFILLED_FIELD_NUMBER;
import static org.mmsim.protocol.Migratetype.MIGRATE_MOVABLE_VALUE;
import static org.mmsim.protocol.Migratetype.MIGRATE_UNMOVABLE_VALUE;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmsim.engine.machine.ThpControls;
import org.mmsim.engine.memory.Zone;
import org.mmsim.engine.workload.Op;
import org.mmsim.protocol.ThpControl;
import org.mmsim.protocol.VmstatItem;

class PageAllocTest {
    private static final long PAGE = 4 * TestMachine.KIB;

    private static Lab lab() {
        return new Lab().machine(m -> m.basePage(PAGE));
    }

    private static List<Long> movableFrames(RunRecord run) {
        return run.of(FOLIO_ALLOCATED_FIELD_NUMBER)
                .filter(f -> f.c() == MIGRATE_MOVABLE_VALUE)
                .map(RunRecord.Happened::a)
                .toList();
    }

    @Test
    void aPageThatWasUnmappedIsTheNextOneThatAFaultGets() {
        RunRecord run = lab().thread(
                        0,
                        mapBasePages(BASE, 64 * PAGE),
                        touch(BASE, 64 * PAGE, PAGE),
                        unmap(BASE + 3 * PAGE, PAGE),
                        mapBasePages(BASE + 3 * PAGE, PAGE),
                        touch(BASE + 3 * PAGE, PAGE, PAGE),
                        stay())
                .run();

        List<Long> frames = movableFrames(run);
        assertThat(frames).hasSize(65);
        assertThat(frames.get(64)).as("the page was in no LRU batch any more").isEqualTo(frames.get(3));
    }

    @Test
    void faultsInARowGetFramesInARow() {
        RunRecord run = lab().thread(0, mapBasePages(BASE, 100 * PAGE), touch(BASE, 100 * PAGE, PAGE), stay())
                .run();

        List<Long> frames = movableFrames(run);
        for (int i = 1; i < 100; i++) {
            assertThat(frames.get(i)).as("frame %d", i).isEqualTo(frames.get(0) + i);
        }
    }

    @Test
    void manyFaultsNeedFewRefills() {
        RunRecord run = lab().machine(m -> m.memory(256 * TestMachine.MIB))
                .thread(0, mapBasePages(BASE, 20_000 * PAGE), touch(BASE, 20_000 * PAGE, PAGE), stay())
                .run();

        assertThat(run.count(PCP_REFILLED_FIELD_NUMBER)).isLessThan(50);
        long got = run.of(PCP_REFILLED_FIELD_NUMBER)
                .filter(f -> f.c() == MIGRATE_MOVABLE_VALUE)
                .mapToLong(RunRecord.Happened::d)
                .sum();
        assertThat(got).isGreaterThanOrEqualTo(20_000);
    }

    @Test
    void tablesAndPagesLieInDifferentPageblocks() {
        RunRecord run = lab().thread(0, mapBasePages(BASE, 100 * PAGE), touch(BASE, 100 * PAGE, PAGE), stay())
                .run();

        List<Long> pageblocksOfPages =
                movableFrames(run).stream().map(f -> f >> 9).distinct().toList();
        assertThat(run.of(FOLIO_ALLOCATED_FIELD_NUMBER)
                        .filter(f -> f.c() == MIGRATE_UNMOVABLE_VALUE)
                        .map(f -> f.a() >> 9))
                .isNotEmpty()
                .doesNotContainAnyElementsOf(pageblocksOfPages);
    }

    @Test
    void manyFreesGiveFramesBackInFewDrains() {
        RunRecord run = lab().machine(m -> m.cpus(1))
                .thread(
                        0,
                        mapBasePages(BASE, 8000 * PAGE),
                        touch(BASE, 8000 * PAGE, PAGE),
                        unmap(BASE, 8000 * PAGE),
                        stay())
                .run();

        Zone zone = run.machine().memory().zones().get(0);
        assertThat(run.count(FOLIO_FREED_FIELD_NUMBER)).isGreaterThanOrEqualTo(8000);
        assertThat(run.count(PCP_DRAINED_FIELD_NUMBER)).isBetween(1L, 100L);
        assertThat(zone.pcpCount(0)).isBetween(1, zone.pcpHigh(0));
    }

    @Test
    void beforeThereIsNoMemoryOtherCpusGiveUpTheirLists() {
        long pages = 5 * TestMachine.MIB / PAGE;
        RunRecord run = lab().machine(m -> m.memory(5 * TestMachine.MIB).cpus(2))
                .thread(
                        1,
                        mapBasePages(BASE + (1 << 30), 100 * PAGE),
                        touch(BASE + (1 << 30), 100 * PAGE, PAGE),
                        unmap(BASE + (1 << 30), 100 * PAGE),
                        barrier(0, 2),
                        stay())
                .thread(0, barrier(0, 2), mapBasePages(BASE, pages * PAGE), touch(BASE, pages * PAGE, PAGE), stay())
                .run();

        assertThat(run.of(PCP_DRAINED_FIELD_NUMBER, 0).map(RunRecord.Happened::a))
                .contains(1L);
        assertThat(run.count(OUT_OF_MEMORY_FIELD_NUMBER)).isEqualTo(1);
        Zone zone = run.machine().memory().zones().get(0);
        assertThat(zone.pcpFrames()).isZero();
        assertThat(zone.nrFree()).isEqualTo(zone.watermarks().min());
    }

    /** Huge faults of a CPU while the last free huge page is on another one's list. */
    private static RunRecord hugeFaults(String defrag, long vmFlags) {
        long huge = 2 * TestMachine.MIB;
        long elsewhere = BASE + (1 << 30);
        return lab().machine(m -> m.memory(9 * TestMachine.MIB).cpus(2))
                .thread(
                        1,
                        new Op.SetThp(ThpControl.THP_DEFRAG, 0, ThpControls.DEFRAG.indexOf(defrag)),
                        map(elsewhere, huge),
                        touch(elsewhere, huge, huge),
                        unmap(elsewhere, huge),
                        barrier(0, 2),
                        stay())
                .thread(0, barrier(0, 2), map(BASE, 4 * huge, VM_WRITE | vmFlags), touch(BASE, 4 * huge, huge), stay())
                .run();
    }

    @ParameterizedTest
    @CsvSource({
        "always, 0, true",
        "defer, 0, false",
        "defer, 1, false",
        "defer+madvise, 0, false",
        "defer+madvise, 1, true",
        "madvise, 0, false",
        "madvise, 1, true",
        "never, 1, false"
    })
    void aFaultWaitsForAHugePageIfDefragSaysSo(String defrag, int advised, boolean waits) {
        RunRecord run = hugeFaults(defrag, advised * VM_HUGEPAGE);

        assertThat(run.of(PCP_DRAINED_FIELD_NUMBER, 0).anyMatch(drained -> drained.a() == 1))
                .as("takes the other CPU's list")
                .isEqualTo(waits);
        assertThat(run.machine().vmstat(VmstatItem.thp_fault_alloc)
                        + run.machine().vmstat(VmstatItem.thp_fault_fallback))
                .isEqualTo(5);
        assertThat(run.count(ALLOCATION_FAILED_FIELD_NUMBER))
                .isEqualTo(run.machine().vmstat(VmstatItem.thp_fault_fallback));
        assertThat(run.count(OUT_OF_MEMORY_FIELD_NUMBER)).isZero();
    }

    @Test
    void whatWasAllocatedIsCounted() {
        RunRecord run = lab().thread(0, mapBasePages(BASE, 5 * PAGE), touch(BASE, 5 * PAGE, PAGE))
                .run();

        long allocated =
                run.of(FOLIO_ALLOCATED_FIELD_NUMBER).mapToLong(f -> 1L << f.b()).sum();
        assertThat(run.machine().memory().zones().get(0).pgalloc()).isEqualTo(allocated);
        assertThat(run.machine().memory().pgfree())
                .isEqualTo(allocated - run.machine().framesKept());
        assertThat(run.machine().memory().unallocated())
                .isEqualTo(run.machine().memory().frames() - run.machine().framesKept());
        assertThat(run.broken()).isEmpty();
    }
}
