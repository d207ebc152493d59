package org.mmsim.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mmsim.actors.Lab.BASE;
import static org.mmsim.actors.Lab.allowOrder;
import static org.mmsim.actors.Lab.barrier;
import static org.mmsim.actors.Lab.compute;
import static org.mmsim.actors.Lab.fork;
import static org.mmsim.actors.Lab.map;
import static org.mmsim.actors.Lab.mapBasePages;
import static org.mmsim.actors.Lab.pin;
import static org.mmsim.actors.Lab.stay;
import static org.mmsim.actors.Lab.touch;
import static org.mmsim.actors.Lab.unmap;
import static org.mmsim.actors.Lab.unpin;
import static org.mmsim.protocol.Event.OPERATION_COUNTED_FIELD_NUMBER;

import org.junit.jupiter.api.Test;
import org.mmsim.engine.machine.ThpControls;
import org.mmsim.engine.memory.Folios;
import org.mmsim.engine.pagetable.PageTable;
import org.mmsim.engine.profile.CostId;
import org.mmsim.engine.workload.Op;
import org.mmsim.protocol.Operation;
import org.mmsim.protocol.ThpControl;
import org.mmsim.protocol.VmstatItem;

class PinTest {
    private static final long PAGE = 4 * TestMachine.KIB;
    private static final long HUGE = 2 * TestMachine.MIB;
    private static final int ORDER_64K = 4;
    private static final long LARGE = PAGE << ORDER_64K;
    private static final int BIAS = 1024;
    private static final int ENOENT = 2;
    private static final int EFAULT = 14;

    private static Lab lab() {
        return new Lab().machine(m -> m.cpus(2).x86());
    }

    private static Op getRef(int handle, long va, long length) {
        return new Op.Pin(handle, va, length, false, "");
    }

    private static Op pinForReading(int handle, long va, long length) {
        return new Op.Pin(handle, va, length, true, false, "");
    }

    private static long page(RunRecord run, int process, long va) {
        PageTable pageTable = run.machine().mm(process).pageTable();
        long span = pageTable.format().span(pageTable.leafLevel(va));
        return pageTable.format().frame(pageTable.leaf(va)) + (va & span - 1) / PAGE;
    }

    private static long acquired(RunRecord run) {
        return run.machine().vmstat(VmstatItem.nr_foll_pin_acquired);
    }

    private static long released(RunRecord run) {
        return run.machine().vmstat(VmstatItem.nr_foll_pin_released);
    }

    @Test
    void whatIsPinnedWhenForkComesStaysTheParentsAndTheChildGetsACopy() {
        RunRecord run = lab().thread(
                        0,
                        mapBasePages(BASE, 4 * PAGE),
                        touch(BASE, 4 * PAGE, PAGE),
                        new Op.Drain(),
                        pin(0, BASE + PAGE, PAGE),
                        fork(2),
                        stay())
                .forkedProcess()
                .thread(1, stay())
                .run();
        Folios folios = run.machine().folios();

        assertThat(folios.refs(page(run, 1, BASE + PAGE))).isEqualTo(1 + BIAS);
        assertThat(folios.exclusive(page(run, 1, BASE + PAGE))).isTrue();
        assertThat(page(run, 2, BASE + PAGE)).isNotEqualTo(page(run, 1, BASE + PAGE));
        assertThat(page(run, 2, BASE)).isEqualTo(page(run, 1, BASE));
    }

    @Test
    void pagesThatAreMissingAreFaultedInAndPinned() {
        RunRecord run = lab().thread(0, mapBasePages(BASE, 4 * PAGE), touch(BASE, 1, 1), pin(0, BASE, 4 * PAGE), stay())
                .run();

        assertThat(run.machine().mm(1).minorFaults()).isEqualTo(4);
        assertThat(run.machine().folios().refs(page(run, 1, BASE + 3 * PAGE))).isGreaterThan(BIAS);
        assertThat(acquired(run)).isEqualTo(4);
    }

    @Test
    void aBufferOfWhichOnePageCannotBeHadIsNotPinnedAtAll() {
        RunRecord run = lab().thread(
                        0, mapBasePages(BASE, 2 * PAGE), pin(0, BASE, 3 * PAGE), unpin(0), unmap(BASE, 2 * PAGE))
                .run();

        assertThat(run.operation(0, Operation.OP_PIN).error()).isEqualTo(EFAULT);
        assertThat(run.operation(0, Operation.OP_UNPIN).error()).isEqualTo(ENOENT);
        assertThat(released(run)).isEqualTo(acquired(run)).isEqualTo(2);
        assertThat(run.broken()).isEmpty();
    }

    @Test
    void readOnlyMemoryIsNotPinnedForWriting() {
        RunRecord run =
                lab().thread(0, map(BASE, PAGE, 0), pin(0, BASE, PAGE), stay()).run();

        assertThat(run.operation(0, Operation.OP_PIN).error()).isEqualTo(EFAULT);
    }

    @Test
    void oneOfThePinsOnAFolioIsKeptWhereABufferIsMadeOfWholeFolios() {
        RunRecord whole = lab().thread(
                        0, allowOrder(ORDER_64K), map(BASE, 3 * LARGE), pin(0, BASE + 2 * PAGE, 2 * LARGE), stay())
                .run();
        RunRecord hole = lab().thread(
                        0,
                        allowOrder(ORDER_64K),
                        map(BASE, 3 * LARGE),
                        touch(BASE, 1, 1),
                        new Op.SetThp(ThpControl.THP_SIZE_ENABLED, ORDER_64K, ThpControls.NEVER),
                        touch(BASE + LARGE, 1, 1),
                        pin(0, BASE, LARGE + PAGE),
                        stay())
                .run();

        assertThat(acquired(whole)).isEqualTo(32);
        assertThat(acquired(whole) - released(whole)).as("three folios").isEqualTo(3);
        assertThat(acquired(hole) - released(hole)).as("folios of two sizes").isEqualTo(17);
    }

    @Test
    void aHugePageIsPinnedByTheNumberOfItsPagesThatAreWanted() {
        RunRecord run = lab().thread(0, map(BASE, HUGE), touch(BASE, 1, 1), getRef(0, BASE + PAGE, 3 * PAGE), stay())
                .run();

        assertThat(run.machine().mm(1).pageTable().leafLevel(BASE)).isEqualTo(1);
        assertThat(run.machine().folios().refs(page(run, 1, BASE))).isEqualTo(1 + 3);
        assertThat(run.first(OPERATION_COUNTED_FIELD_NUMBER).b()).as("pages").isEqualTo(3);
    }

    @Test
    void referencesAreTakenUpToTheFirstPageThatCannotBeHad() {
        RunRecord run = lab().thread(
                        0, mapBasePages(BASE, 20 * PAGE), getRef(0, BASE + 2 * PAGE, 30 * PAGE), unpin(0), stay())
                .run();

        assertThat(run.operation(0, Operation.OP_PIN).error()).isZero();
        assertThat(run.first(OPERATION_COUNTED_FIELD_NUMBER).b()).as("pages").isEqualTo(18);
        assertThat(run.machine().folios().refs(run.machine().zeroFrame())).isEqualTo(1);
    }

    @Test
    void whatAPipeHoldsStaysUntilTheLastProcessThatHasItIsGone() {
        RunRecord run = lab().thread(
                        0,
                        mapBasePages(BASE, PAGE),
                        touch(BASE, 1, 1),
                        new Op.Drain(),
                        getRef(0, BASE, PAGE),
                        fork(2),
                        unpin(0),
                        barrier(0, 2),
                        barrier(1, 2),
                        stay())
                .forkedProcess()
                .thread(1, barrier(0, 2), unpin(0), barrier(1, 2))
                .run();

        assertThat(run.operation(1, Operation.OP_UNPIN).error())
                .as("a child does not know its parent's numbers")
                .isEqualTo(ENOENT);
        assertThat(run.machine().folios().refs(page(run, 1, BASE))).isEqualTo(1);
    }

    @Test
    void anExitGivesUpWhatTheProcessHadPinned() {
        RunRecord run = lab().thread(0, map(BASE, HUGE), pin(0, BASE, HUGE), pin(1, BASE, PAGE))
                .run();

        assertThat(acquired(run)).isEqualTo(513);
        assertThat(released(run)).isEqualTo(513);
        assertThat(run.broken()).isEmpty();
    }

    @Test
    void aPageThatIsPinnedForReadingIsMadeTheProcessesOwnFirst() {
        RunRecord run = lab().thread(
                        0,
                        mapBasePages(BASE, 2 * PAGE),
                        touch(BASE, 1, 1),
                        fork(2),
                        pinForReading(0, BASE, 2 * PAGE),
                        stay())
                .forkedProcess()
                .thread(1, stay())
                .run();
        PageTable parent = run.machine().mm(1).pageTable();

        assertThat(page(run, 1, BASE)).isNotEqualTo(page(run, 2, BASE));
        assertThat(run.machine().folios().exclusive(page(run, 1, BASE))).isTrue();
        assertThat(parent.format().write(parent.leaf(BASE))).isFalse();
        assertThat(page(run, 1, BASE + PAGE))
                .as("not the zero page")
                .isNotEqualTo(run.machine().zeroFrame());
    }

    /** R-FORK-GUP: without write_protect_seq, a page pinned after fork has looked becomes the child's as well. */
    @Test
    void noPageThatIsPinnedDuringForkIsSharedWithTheChild() {
        for (int delayNs = 0; delayNs < 8_000; delayNs += 40) {
            RunRecord run = lab().machine(m -> m.cost(CostId.RMAP_DUP, 1_000))
                    .fine()
                    .thread(
                            0,
                            mapBasePages(BASE, 3 * PAGE),
                            touch(BASE, 3 * PAGE, PAGE),
                            barrier(0, 2),
                            fork(2),
                            stay())
                    .thread(1, barrier(0, 2), compute(delayNs), pin(0, BASE, 3 * PAGE), stay())
                    .forkedProcess()
                    .thread(1, stay())
                    .run();

            Folios folios = run.machine().folios();
            for (long va = BASE; va < BASE + 3 * PAGE; va += PAGE) {
                assertThat(folios.refs(page(run, 1, va))).isGreaterThan(BIAS);
                assertThat(page(run, 2, va)).as("pinned %d ns later", delayNs).isNotEqualTo(page(run, 1, va));
            }
        }
    }
}
