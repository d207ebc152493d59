package org.mmsim.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mmsim.actors.Lab.BASE;
import static org.mmsim.actors.Lab.barrier;
import static org.mmsim.actors.Lab.map;
import static org.mmsim.actors.Lab.mapBasePages;
import static org.mmsim.actors.Lab.stay;
import static org.mmsim.actors.Lab.touch;
import static org.mmsim.protocol.Event.ALLOCATION_FAILED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FOLIO_ALLOCATED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FOLIO_FREED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.OUT_OF_MEMORY_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PAGES_READ_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_SET_FIELD_NUMBER;
import static org.mmsim.protocol.Event.RSS_ADDED_FIELD_NUMBER;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mmsim.engine.pagetable.PageTable;
import org.mmsim.engine.workload.Op;
import org.mmsim.protocol.Operation;
import org.mmsim.protocol.VmstatItem;

class FaultTest {
    private static final long PAGE = 64 * TestMachine.KIB;
    private static final long HUGE = 2 * TestMachine.MIB;
    private static final int ENOMEM = 12;
    private static final int EFAULT = 14;

    private static Lab lab() {
        return new Lab().machine(m -> m.cpus(2));
    }

    private static List<Integer> touchErrors(RunRecord run) {
        return run.operations(0, Operation.OP_TOUCH).stream()
                .map(RunRecord.Performed::error)
                .toList();
    }

    @Test
    void anAccessOutsideEveryVmaIsABadAddressAndEndsTheTouch() {
        RunRecord run = lab().thread(
                        0,
                        mapBasePages(BASE, PAGE),
                        touch(BASE - PAGE, 1, 1),
                        touch(BASE, 3 * PAGE, PAGE),
                        touch(BASE, PAGE, PAGE))
                .run();

        assertThat(touchErrors(run)).containsExactly(EFAULT, EFAULT, 0);
        assertThat(run.of(PTE_SET_FIELD_NUMBER).filter(f -> f.c() == 0)).hasSize(1);
        assertThat(run.broken()).isEmpty();
    }

    @Test
    void aWriteToAReadOnlyVmaIsABadAddress() {
        RunRecord run =
                lab().thread(0, Lab.map(BASE, HUGE, 0), touch(BASE, 1, 1)).run();

        assertThat(touchErrors(run)).containsExactly(EFAULT);
    }

    @Test
    void theFirstTouchOfAHugeRangeMapsItAsAWhole() {
        RunRecord run = lab().thread(0, map(BASE, HUGE), touch(BASE + HUGE - 1, 1, 1), stay())
                .run();
        PageTable pageTable = run.machine().mm(1).pageTable();

        assertThat(pageTable.leafLevel(BASE)).isEqualTo(1);
        assertThat(pageTable.leaf(BASE))
                .isEqualTo(pageTable.leaf(BASE + HUGE - PAGE))
                .isNotZero();
        assertThat(run.machine().mm(1).rssPages()).isEqualTo(HUGE / PAGE);
    }

    @Test
    void aRangeThatHoldsNoAlignedHugePageGetsBasePages() {
        RunRecord run = lab().thread(0, map(BASE + PAGE, HUGE), touch(BASE + PAGE, HUGE, PAGE), stay())
                .run();

        assertThat(run.machine().mm(1).pageTable().leafLevel(BASE + PAGE)).isZero();
        assertThat(run.machine().mm(1).pageTable().leafLevel(BASE + HUGE)).isZero();
        assertThat(run.machine().mm(1).rssPages()).isEqualTo(HUGE / PAGE);
    }

    @Test
    void withoutTransparentHugePagesThereAreNone() {
        RunRecord run = lab().thp("never")
                .thread(0, map(BASE, HUGE), touch(BASE, 1, 1), stay())
                .run();

        assertThat(run.machine().mm(1).pageTable().leafLevel(BASE)).isZero();
    }

    @Test
    void oneOfTwoFaultsOnAHugePageWinsAndTheOthersFolioGoesBack() {
        RunRecord run = lab().thread(0, map(BASE, HUGE), barrier(0, 2), touch(BASE, 1, 1), stay())
                .thread(1, barrier(0, 2), touch(BASE + PAGE, 1, 1), stay())
                .run();

        assertThat(run.of(FOLIO_ALLOCATED_FIELD_NUMBER).filter(f -> f.b() == 5)).hasSize(2);
        assertThat(run.of(FOLIO_FREED_FIELD_NUMBER).filter(f -> f.b() == 5)).hasSize(1);
        assertThat(run.operation(0, Operation.OP_TOUCH).error()).isZero();
        assertThat(run.operation(1, Operation.OP_TOUCH).error()).isZero();
        assertThat(run.machine().mm(1).rssPages()).isEqualTo(HUGE / PAGE);
    }

    @Test
    void oneOfTwoFaultsOnABasePageWinsAndTheOthersFolioGoesBack() {
        RunRecord run = lab().thread(
                        0,
                        mapBasePages(BASE, PAGE),
                        touch(BASE, 1, 1),
                        mapBasePages(BASE + PAGE, PAGE),
                        barrier(0, 2),
                        touch(BASE + PAGE, 1, 1),
                        stay())
                .thread(1, barrier(0, 2), touch(BASE + PAGE, 1, 1), stay())
                .run();

        assertThat(run.count(FOLIO_FREED_FIELD_NUMBER)).isEqualTo(1);
        assertThat(run.machine().mm(1).rssPages()).isEqualTo(2);
    }

    @Test
    void whenNoHugePageIsLeftBasePagesServeAndThenThereIsNoMemory() {
        RunRecord run = lab().machine(m -> m.memory(5 * TestMachine.MIB))
                .thread(0, map(BASE, 4 * HUGE), touch(BASE, 4 * HUGE, PAGE), stay())
                .run();
        PageTable pageTable = run.machine().mm(1).pageTable();

        assertThat(run.machine().vmstat(VmstatItem.thp_fault_fallback)).isPositive();
        assertThat(run.of(ALLOCATION_FAILED_FIELD_NUMBER).map(RunRecord.Happened::a))
                .as("order that was wanted")
                .isNotEmpty()
                .containsOnly(5L);
        assertThat(run.of(OUT_OF_MEMORY_FIELD_NUMBER).map(RunRecord.Happened::a))
                .containsExactly(0L);
        assertThat(pageTable.leafLevel(BASE)).isEqualTo(1);
        assertThat(pageTable.leafLevel(BASE + HUGE)).isZero();
        assertThat(touchErrors(run)).containsExactly(ENOMEM);
        assertThat(run.machine().memory().zones()).singleElement().satisfies(zone -> {
            assertThat(zone.nrFree()).isEqualTo(zone.watermarks().min());
            assertThat(zone.pcpFrames()).isZero();
        });
    }

    @Test
    void aProcessThatRanOutOfMemoryGivesAllOfItBack() {
        RunRecord run = lab().machine(m -> m.memory(5 * TestMachine.MIB))
                .thread(0, map(BASE, 4 * HUGE), touch(BASE, 4 * HUGE, PAGE))
                .run();

        assertThat(touchErrors(run)).containsExactly(ENOMEM);
        assertThat(run.broken()).isEmpty();
    }

    @Test
    void readsOfUntouchedBasePagesShareTheZeroPage() {
        RunRecord run = lab().thread(
                        0, mapBasePages(BASE, HUGE), new Op.Touch(BASE, 3 * PAGE, PAGE, false, 0, false, ""))
                .run();
        long zero = run.machine().zeroFrame();

        assertThat(run.of(PAGES_READ_FIELD_NUMBER).map(f -> f.b())).containsExactly(zero, zero, zero);
        assertThat(run.of(RSS_ADDED_FIELD_NUMBER)).isEmpty();
        assertThat(run.broken()).isEmpty();
    }

    @Test
    void whatIsMappedOverGoesFirst() {
        RunRecord run = lab().thread(
                        0,
                        mapBasePages(BASE, 4 * PAGE),
                        touch(BASE, 4 * PAGE, PAGE),
                        mapBasePages(BASE + PAGE, 2 * PAGE),
                        stay())
                .run();

        assertThat(run.machine().mm(1).rssPages()).isEqualTo(2);
        assertThat(run.machine().mm(1).pageTable().leaf(BASE + PAGE)).isZero();
        assertThat(run.machine().mm(1).pageTable().leaf(BASE + 3 * PAGE)).isNotZero();
    }
}
