package org.mmsim.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mmsim.actors.Lab.BASE;
import static org.mmsim.actors.Lab.allowOrder;
import static org.mmsim.actors.Lab.barrier;
import static org.mmsim.actors.Lab.fork;
import static org.mmsim.actors.Lab.lock;
import static org.mmsim.actors.Lab.madvise;
import static org.mmsim.actors.Lab.map;
import static org.mmsim.actors.Lab.mapBasePages;
import static org.mmsim.actors.Lab.read;
import static org.mmsim.actors.Lab.stay;
import static org.mmsim.actors.Lab.touch;
import static org.mmsim.actors.Lab.unlock;
import static org.mmsim.actors.Lab.unmap;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.memory.Folios;
import org.mmsim.engine.memory.PageFlags;
import org.mmsim.engine.mm.VmFlags;
import org.mmsim.engine.pagetable.PageTable;
import org.mmsim.engine.workload.Advice;
import org.mmsim.engine.workload.Op;
import org.mmsim.protocol.Operation;
import org.mmsim.protocol.VmstatItem;

class MlockTest {
    private static final long PAGE = 4 * TestMachine.KIB;
    private static final long HUGE = 2 * TestMachine.MIB;
    private static final int ORDER_64K = 4;
    private static final long LARGE = PAGE << ORDER_64K;
    private static final int LOCKED_FLAGS = PageFlags.MLOCKED | PageFlags.UNEVICTABLE;
    private static final int ENOMEM = 12;
    private static final int EINVAL = 22;

    private static Lab lab() {
        return new Lab().machine(m -> m.cpus(2).x86());
    }

    private static long folio(RunRecord run, int process, long va) {
        PageTable pageTable = run.machine().mm(process).pageTable();
        return run.machine().folios().head(pageTable.format().frame(pageTable.leaf(va)));
    }

    private static int lockedFlags(RunRecord run, int process, long va) {
        Folios folios = run.machine().folios();
        return folios.flags(folio(run, process, va)) & LOCKED_FLAGS;
    }

    private static long counted(RunRecord run, VmstatItem item) {
        return run.machine().vmstat(item);
    }

    private static boolean locked(RunRecord run, long va) {
        return Objects.requireNonNull(run.machine().mm(1).find(va)).has(VmFlags.VM_LOCKED);
    }

    @Test
    void aLargeFolioThatIsLockedAsAWholeBecomesUnevictableAndComesBack() {
        RunRecord lockedRun = lab().thread(
                        0, allowOrder(ORDER_64K), map(BASE, LARGE), touch(BASE, 1, 1), lock(BASE, LARGE), stay())
                .run();
        RunRecord unlocked = lab().thread(
                        0,
                        allowOrder(ORDER_64K),
                        map(BASE, LARGE),
                        touch(BASE, 1, 1),
                        lock(BASE, LARGE),
                        unlock(BASE, LARGE),
                        stay())
                .run();

        assertThat(lockedFlags(lockedRun, 1, BASE)).isEqualTo(LOCKED_FLAGS);
        assertThat(counted(lockedRun, VmstatItem.nr_unevictable)).isEqualTo(16);
        assertThat(lockedFlags(unlocked, 1, BASE)).isZero();
        assertThat(counted(unlocked, VmstatItem.unevictable_pgs_culled)).isEqualTo(16);
        assertThat(counted(unlocked, VmstatItem.unevictable_pgs_rescued)).isEqualTo(16);
        assertThat(counted(unlocked, VmstatItem.unevictable_pgs_munlocked)).isEqualTo(16);
        assertThat(counted(unlocked, VmstatItem.nr_mlock)).isZero();
        assertThat(counted(unlocked, VmstatItem.nr_unevictable)).isZero();
    }

    @Test
    void aLargeFolioThatIsLockedInPartStaysEvictable() {
        RunRecord run = lab().thread(
                        0,
                        allowOrder(ORDER_64K),
                        map(BASE, 2 * LARGE),
                        touch(BASE, 2 * LARGE, PAGE),
                        lock(BASE, LARGE + 4 * PAGE),
                        stay())
                .run();

        assertThat(lockedFlags(run, 1, BASE)).isEqualTo(LOCKED_FLAGS);
        assertThat(lockedFlags(run, 1, BASE + LARGE)).isZero();
        assertThat(locked(run, BASE + LARGE + 3 * PAGE)).isTrue();
        assertThat(locked(run, BASE + LARGE + 4 * PAGE)).isFalse();
        assertThat(run.machine().mm(1).lockedPages()).isEqualTo(20);
    }

    @Test
    void lockingAPartOfAHugePageSplitsItsMapping() {
        RunRecord run = lab().thread(0, map(BASE, HUGE), touch(BASE, 1, 1), lock(BASE + 5 * PAGE, 10 * PAGE), stay())
                .run();

        assertThat(run.machine().mm(1).pageTable().leafLevel(BASE)).isZero();
        assertThat(lockedFlags(run, 1, BASE)).isZero();
    }

    @Test
    void aHugePageThatIsLockedAsAWholeStaysMappedAsAWhole() {
        RunRecord run = lab().thread(0, map(BASE, HUGE), touch(BASE, 1, 1), lock(BASE, HUGE), stay())
                .run();

        assertThat(run.machine().mm(1).pageTable().leafLevel(BASE)).isEqualTo(1);
        assertThat(lockedFlags(run, 1, BASE)).isEqualTo(LOCKED_FLAGS);
        assertThat(counted(run, VmstatItem.nr_mlock)).isEqualTo(512);
    }

    @Test
    void aPageThatTwoProcessesLockIsLockedUntilBothUnlockIt() {
        Lab one = lab().thread(
                        0,
                        mapBasePages(BASE, PAGE),
                        touch(BASE, PAGE, PAGE),
                        // On fault, because populating would give each a page of its own.
                        fork(2),
                        new Op.Lock(BASE, PAGE, true, ""),
                        barrier(0, 2),
                        barrier(1, 2),
                        unlock(BASE, PAGE),
                        stay())
                .forkedProcess()
                .thread(1, barrier(0, 2), new Op.Lock(BASE, PAGE, true, ""), barrier(1, 2), stay());
        RunRecord run = one.run();

        assertThat(folio(run, 1, BASE)).isEqualTo(folio(run, 2, BASE));
        assertThat(lockedFlags(run, 1, BASE)).isEqualTo(LOCKED_FLAGS);
        assertThat(run.machine().folios().mlocks(folio(run, 1, BASE))).isEqualTo(1);
        assertThat(counted(run, VmstatItem.unevictable_pgs_munlocked)).isZero();
    }

    @Test
    void aFolioThatIsLockedWhileAnotherCpusBatchHoldsItGetsToTheUnevictableListFromThere() {
        Op[] first = {
            mapBasePages(BASE, 2 * PAGE), touch(BASE, PAGE, PAGE), barrier(0, 2), barrier(1, 2), new Op.Drain(), stay()
        };
        RunRecord run = lab().thread(0, first)
                .thread(1, barrier(0, 2), lock(BASE, PAGE), barrier(1, 2), stay())
                .run();

        assertThat(lockedFlags(run, 1, BASE)).isEqualTo(LOCKED_FLAGS);
        assertThat(run.machine().folios().mlocks(folio(run, 1, BASE)))
                .as("nobody knows whether the mlock is counted elsewhere")
                .isZero();
        assertThat(counted(run, VmstatItem.unevictable_pgs_culled)).isEqualTo(1);
    }

    @Test
    void pagesThatComeToLockedMemoryAreLockedFromTheBeginning() {
        RunRecord run = lab().thread(
                        0,
                        mapBasePages(BASE, 40 * PAGE),
                        new Op.Lock(BASE, 40 * PAGE, true, ""),
                        touch(BASE, 35 * PAGE, PAGE),
                        new Op.Drain(),
                        stay())
                .run();

        assertThat(run.machine().mm(1).rssPages())
                .as("onfault populates nothing")
                .isEqualTo(35);
        assertThat(lockedFlags(run, 1, BASE)).isEqualTo(LOCKED_FLAGS);
        assertThat(lockedFlags(run, 1, BASE + 34 * PAGE)).isEqualTo(LOCKED_FLAGS);
        assertThat(counted(run, VmstatItem.nr_unevictable)).isEqualTo(35);
    }

    @Test
    void mlockPopulatesWhatIsMissing() {
        RunRecord run = lab().thread(
                        0, mapBasePages(BASE, 40 * PAGE), read(BASE, PAGE, PAGE), lock(BASE, 40 * PAGE), stay())
                .run();

        assertThat(run.machine().mm(1).rssPages()).isEqualTo(40);
        assertThat(run.machine().mm(1).minorFaults()).isEqualTo(41);
        assertThat(counted(run, VmstatItem.nr_mlock)).isEqualTo(40);
    }

    @Test
    void theCopyOfALockedPageIsLockedAndTheFolioItLeftIsNot() {
        RunRecord run = lab().thread(
                        0,
                        allowOrder(ORDER_64K),
                        map(BASE, LARGE),
                        touch(BASE, 1, 1),
                        lock(BASE, LARGE),
                        fork(2),
                        touch(BASE + PAGE, 1, 1),
                        new Op.Drain(),
                        stay())
                .forkedProcess()
                .thread(1, stay())
                .run();

        assertThat(lockedFlags(run, 1, BASE)).isZero();
        assertThat(lockedFlags(run, 1, BASE + PAGE)).isEqualTo(LOCKED_FLAGS);
        assertThat(counted(run, VmstatItem.nr_mlock)).isEqualTo(1);
        assertThat(run.machine().mm(2).find(BASE))
                .as("a child inherits no locks")
                .matches(vma -> vma != null && !vma.has(VmFlags.VM_LOCKED));
    }

    @Test
    void aGapEndsMlockWithWhatComesBeforeItLockedButNotPopulated() {
        RunRecord run = lab().thread(
                        0,
                        mapBasePages(BASE, 2 * PAGE),
                        mapBasePages(BASE + 3 * PAGE, PAGE),
                        lock(BASE, 4 * PAGE),
                        stay())
                .run();

        assertThat(run.operation(0, Operation.OP_LOCK).error()).isEqualTo(ENOMEM);
        assertThat(locked(run, BASE + PAGE)).isTrue();
        assertThat(locked(run, BASE + 3 * PAGE)).isFalse();
        assertThat(run.machine().mm(1).rssPages()).isZero();
    }

    @Test
    void memoryThatNobodyMayAccessIsLockedButReportedAsMissing() {
        RunRecord run = lab().thread(0, new Op.Map(BASE, PAGE, VmFlags.VM_MAY_ALL, ""), lock(BASE, PAGE), stay())
                .run();

        assertThat(run.operation(0, Operation.OP_LOCK).error()).isEqualTo(ENOMEM);
        assertThat(locked(run, BASE)).isTrue();
    }

    @Test
    void lockingTwiceAndUnmappingKeepTheNumberOfLockedPagesRight() {
        RunRecord run = lab().thread(
                        0,
                        mapBasePages(BASE, 8 * PAGE),
                        lock(BASE, 4 * PAGE),
                        lock(BASE + 2 * PAGE, 4 * PAGE),
                        unlock(BASE, PAGE),
                        unmap(BASE + 3 * PAGE, 4 * PAGE),
                        stay())
                .run();

        assertThat(run.machine().mm(1).lockedPages()).as("pages 1 and 2").isEqualTo(2);
        assertThat(counted(run, VmstatItem.nr_mlock)).isEqualTo(2);
        assertThat(counted(run, VmstatItem.unevictable_pgs_munlocked)).isEqualTo(4);
    }

    @Test
    void mlockallLocksEveryVmaAndPassesOverWhatItCannotPopulate() {
        RunRecord run = lab().thread(
                        0,
                        new Op.Map(BASE, PAGE, VmFlags.VM_MAY_ALL, ""),
                        mapBasePages(BASE + 4 * PAGE, 2 * PAGE),
                        new Op.LockAll(false, ""),
                        stay())
                .run();

        assertThat(run.operation(0, Operation.OP_LOCK).error()).isZero();
        assertThat(locked(run, BASE)).isTrue();
        assertThat(locked(run, BASE + 5 * PAGE)).isTrue();
        assertThat(run.machine().mm(1).rssPages()).isEqualTo(2);
    }

    @Test
    void lockedMemoryIsOnlyDroppedWhenAskedTwice() {
        RunRecord run = lab().thread(
                        0,
                        mapBasePages(BASE, 2 * PAGE),
                        lock(BASE, 2 * PAGE),
                        madvise(BASE, PAGE, Advice.DONTNEED),
                        madvise(BASE, PAGE, Advice.DONTNEED_LOCKED),
                        stay())
                .run();

        assertThat(run.operations(0, Operation.OP_MADVISE))
                .extracting(RunRecord.Performed::error)
                .containsExactly(EINVAL, 0);
        assertThat(run.machine().mm(1).rssPages()).isEqualTo(1);
        assertThat(counted(run, VmstatItem.nr_mlock)).isEqualTo(1);
    }

    @Test
    void anExitLeavesNothingLocked() {
        RunRecord run = lab().thread(
                        0,
                        map(BASE, HUGE),
                        mapBasePages(BASE + HUGE, 40 * PAGE),
                        lock(BASE, HUGE + 40 * PAGE),
                        touch(BASE, 1, 1))
                .run();
        Machine machine = run.machine();

        assertThat(machine.vmstat(VmstatItem.nr_mlock)).isZero();
        assertThat(machine.vmstat(VmstatItem.nr_unevictable)).isZero();
        assertThat(run.broken()).isEmpty();
    }
}
