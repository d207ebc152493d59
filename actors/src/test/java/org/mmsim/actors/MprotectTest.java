package org.mmsim.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mmsim.actors.Lab.BASE;
import static org.mmsim.actors.Lab.allowOrder;
import static org.mmsim.actors.Lab.barrier;
import static org.mmsim.actors.Lab.fork;
import static org.mmsim.actors.Lab.lock;
import static org.mmsim.actors.Lab.map;
import static org.mmsim.actors.Lab.mapBasePages;
import static org.mmsim.actors.Lab.read;
import static org.mmsim.actors.Lab.stay;
import static org.mmsim.actors.Lab.touch;
import static org.mmsim.engine.mm.VmFlags.VM_ACCOUNT;
import static org.mmsim.engine.mm.VmFlags.VM_MAYREAD;
import static org.mmsim.engine.mm.VmFlags.VM_READ;
import static org.mmsim.engine.mm.VmFlags.VM_WRITE;
import static org.mmsim.protocol.Event.PTE_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TLB_INVALIDATED_FIELD_NUMBER;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmsim.engine.profile.Arch;
import org.mmsim.engine.workload.Op;
import org.mmsim.protocol.Check;
import org.mmsim.protocol.Operation;
import org.mmsim.protocol.VmstatItem;

class MprotectTest {
    private static final long PAGE = 4 * TestMachine.KIB;
    private static final long HUGE = 2 * TestMachine.MIB;
    private static final int ORDER_64K = 4;
    private static final long LARGE = PAGE << ORDER_64K;
    private static final int ENOMEM = 12;
    private static final int EACCES = 13;
    private static final int EFAULT = 14;
    private static final long NONE = 0;

    private static Lab lab() {
        return new Lab().machine(m -> m.cpus(2).x86());
    }

    private static Op protect(long va, long length, long access) {
        return new Op.Protect(va, length, access, "");
    }

    private static List<Integer> errors(RunRecord run, Operation operation) {
        return run.operations(0, operation).stream()
                .map(RunRecord.Performed::error)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Arch.class)
    void whatWasWrittenStaysAndCanBeReadButNotWritten(Arch arch) {
        RunRecord run = new Lab()
                .machine(m -> m.cpus(1).arch(arch).basePage(PAGE))
                .thread(
                        0,
                        mapBasePages(BASE, 4 * PAGE),
                        touch(BASE, 4 * PAGE, PAGE),
                        protect(BASE, 4 * PAGE, VM_READ),
                        read(BASE, 4 * PAGE, PAGE),
                        touch(BASE, 1, 1),
                        stay())
                .run();
        Space space = new Space(run, 1);

        assertThat(errors(run, Operation.OP_READ)).containsExactly(0);
        assertThat(errors(run, Operation.OP_TOUCH)).containsExactly(0, EFAULT);
        assertThat(space.format().write(space.entry(BASE))).isFalse();
        assertThat(space.format().dirty(space.entry(BASE))).isTrue();
        assertThat(space.frame(BASE)).isEqualTo(space.framesFirstMapped().get(0));
        assertThat(run.broken()).containsExactly(Check.CHECK_DEADLOCK);
    }

    @ParameterizedTest
    @EnumSource(Arch.class)
    void pagesOfTheProcessesOwnBecomeWritableAgainWithoutAFault(Arch arch) {
        RunRecord run = new Lab()
                .machine(m -> m.cpus(1).arch(arch).basePage(PAGE))
                .thread(
                        0,
                        mapBasePages(BASE, 4 * PAGE),
                        touch(BASE, 4 * PAGE, PAGE),
                        protect(BASE, 4 * PAGE, VM_READ),
                        protect(BASE, 4 * PAGE, VM_READ | VM_WRITE),
                        touch(BASE, 4 * PAGE, PAGE),
                        stay())
                .run();

        assertThat(new Space(run, 1).faults()).isEqualTo(4);
        assertThat(run.broken()).containsExactly(Check.CHECK_DEADLOCK);
    }

    @Test
    void pagesSharedWithAChildWaitForTheFaultThatCopiesThem() {
        RunRecord run = lab().thread(
                        0,
                        mapBasePages(BASE, 2 * PAGE),
                        touch(BASE, 2 * PAGE, PAGE),
                        fork(2),
                        protect(BASE, 2 * PAGE, VM_READ),
                        protect(BASE, 2 * PAGE, VM_READ | VM_WRITE),
                        touch(BASE, 1, 1),
                        stay())
                .forkedProcess()
                .thread(1, stay())
                .run();
        Space parent = new Space(run, 1);
        Space child = new Space(run, 2);

        assertThat(parent.frame(BASE)).isNotEqualTo(child.frame(BASE));
        assertThat(parent.frame(BASE + PAGE)).isEqualTo(child.frame(BASE + PAGE));
        assertThat(parent.format().write(parent.entry(BASE + PAGE))).isFalse();
    }

    @Test
    void withoutAnyAccessAPageIsKeptOutOfReach() {
        RunRecord run = lab().thread(
                        0,
                        mapBasePages(BASE, 2 * PAGE),
                        touch(BASE, 2 * PAGE, PAGE),
                        protect(BASE, PAGE, NONE),
                        read(BASE, 1, 1),
                        stay())
                .run();
        Space space = new Space(run, 1);

        assertThat(errors(run, Operation.OP_READ)).containsExactly(EFAULT);
        assertThat(space.format().present(space.entry(BASE))).isTrue();
        assertThat(space.format().valid(space.entry(BASE))).isFalse();
        assertThat(space.mm().rssPages()).isEqualTo(2);
    }

    @Test
    void aTlbForgetsWhatIsTakenAwayAndNothingElse() {
        RunRecord taken = lab().thread(
                        0, mapBasePages(BASE, PAGE), touch(BASE, 1, 1), protect(BASE, PAGE, VM_READ), stay())
                .run();
        RunRecord given = lab().thread(
                        0,
                        mapBasePages(BASE, PAGE),
                        touch(BASE, 1, 1),
                        protect(BASE, PAGE, NONE),
                        protect(BASE, PAGE, VM_READ),
                        stay())
                .run();

        assertThat(taken.count(TLB_INVALIDATED_FIELD_NUMBER)).isEqualTo(1);
        assertThat(given.count(TLB_INVALIDATED_FIELD_NUMBER))
                .as("only the first of the two changes takes something away")
                .isEqualTo(1);
    }

    @Test
    void aWholeHugePageStaysOneAndAPartOfItSplitsItsMapping() {
        RunRecord whole = lab().thread(
                        0,
                        map(BASE, HUGE),
                        touch(BASE, 1, 1),
                        protect(BASE, HUGE, VM_READ),
                        protect(BASE, HUGE, VM_READ | VM_WRITE),
                        touch(BASE, HUGE, PAGE),
                        stay())
                .run();
        RunRecord part = lab().thread(
                        0, map(BASE, HUGE), touch(BASE, 1, 1), protect(BASE + 37 * PAGE, PAGE, VM_READ), stay())
                .run();
        Space split = new Space(part, 1);

        assertThat(new Space(whole, 1).level(BASE)).isEqualTo(1);
        assertThat(new Space(whole, 1).faults()).isEqualTo(1);
        assertThat(split.level(BASE)).isZero();
        assertThat(split.format().write(split.entry(BASE + 36 * PAGE))).isTrue();
        assertThat(split.format().write(split.entry(BASE + 37 * PAGE))).isFalse();
        assertThat(split.vmas(BASE)).containsExactly("0+37", "37+1", "38+474");
        assertThat(part.machine().vmstat(VmstatItem.thp_split_pmd)).isEqualTo(1);
        assertThat(part.broken()).containsExactly(Check.CHECK_DEADLOCK);
    }

    @Test
    void aHugePageOutOfReachIsSplitIntoPagesOutOfReach() {
        RunRecord run = lab().thread(
                        0,
                        map(BASE, HUGE),
                        touch(BASE, 1, 1),
                        protect(BASE, HUGE, NONE),
                        protect(BASE, PAGE, VM_READ),
                        stay())
                .run();
        Space space = new Space(run, 1);

        assertThat(space.format().valid(space.entry(BASE))).isTrue();
        assertThat(space.entry(BASE + PAGE)).isNotZero();
        assertThat(space.format().valid(space.mm().pageTable().entry(BASE + PAGE, 0)))
                .isFalse();
    }

    @Test
    void aGapEndsTheCallAndWhatLiesBeforeItHasChanged() {
        RunRecord run = lab().thread(
                        0,
                        mapBasePages(BASE, 2 * PAGE),
                        mapBasePages(BASE + 3 * PAGE, PAGE),
                        touch(BASE, 2 * PAGE, PAGE),
                        protect(BASE, 4 * PAGE, VM_READ),
                        stay())
                .run();
        Space space = new Space(run, 1);

        assertThat(errors(run, Operation.OP_PROTECT)).containsExactly(ENOMEM);
        assertThat(space.vma(BASE).write()).isFalse();
        assertThat(space.format().write(space.entry(BASE + PAGE))).isFalse();
        assertThat(space.vma(BASE + 3 * PAGE).write()).isTrue();
    }

    @Test
    void memoryThatMayNotBeWrittenIsRefused() {
        RunRecord run = lab().thread(
                        0,
                        new Op.Map(BASE, PAGE, VM_READ | VM_MAYREAD, ""),
                        protect(BASE, PAGE, VM_READ | VM_WRITE),
                        stay())
                .run();

        assertThat(errors(run, Operation.OP_PROTECT)).containsExactly(EACCES);
        assertThat(new Space(run, 1).vma(BASE).write()).isFalse();
    }

    @Test
    void theAccessThatIsThereAlreadyChangesNothing() {
        RunRecord run = lab().thread(
                        0, map(BASE, HUGE), touch(BASE, 1, 1), protect(BASE + PAGE, PAGE, VM_READ | VM_WRITE), stay())
                .run();

        assertThat(new Space(run, 1).level(BASE)).isEqualTo(1);
        assertThat(run.count(PTE_CLEARED_FIELD_NUMBER)).isZero();
    }

    @Test
    void privateMemoryThatBecomesWritableIsCommittedUntilItIsReadOnlyAndUntouched() {
        RunRecord run = lab().thread(
                        0,
                        map(BASE, 3 * PAGE, 0),
                        protect(BASE, 2 * PAGE, VM_READ | VM_WRITE),
                        protect(BASE + PAGE, PAGE, VM_READ),
                        stay())
                .run();
        Space space = new Space(run, 1);

        assertThat(space.vma(BASE).has(VM_ACCOUNT)).isTrue();
        assertThat(space.vma(BASE + PAGE).has(VM_ACCOUNT)).isFalse();
        assertThat(space.vmas(BASE)).as("the rest is one again").containsExactly("0+1", "1+2");
    }

    @Test
    void lockedMemoryThatBecomesWritableGetsPagesOfItsOwn() {
        RunRecord run = lab().thread(
                        0,
                        mapBasePages(BASE, PAGE),
                        touch(BASE, 1, 1),
                        protect(BASE, PAGE, VM_READ),
                        lock(BASE, PAGE),
                        fork(2),
                        protect(BASE, PAGE, VM_READ | VM_WRITE),
                        stay())
                .forkedProcess()
                .thread(1, stay())
                .run();

        assertThat(new Space(run, 1).frame(BASE)).isNotEqualTo(new Space(run, 2).frame(BASE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"per-pte", "batched"})
    void entriesOfALargeFolioThatGoTogetherAreAccessedIfOneWas(String batching) {
        RunRecord run = lab().policy("change", batching)
                .thread(0, allowOrder(ORDER_64K), map(BASE, LARGE), touch(BASE, 1, 1), fork(2), barrier(0, 2), stay())
                .forkedProcess()
                .thread(1, read(BASE + 5 * PAGE, 1, 1), protect(BASE, LARGE, VM_READ), barrier(0, 2), stay())
                .run();
        Space child = new Space(run, 2);

        assertThat(child.format().young(child.entry(BASE + 5 * PAGE))).isTrue();
        assertThat(child.format().young(child.entry(BASE + 6 * PAGE))).isEqualTo("batched".equals(batching));
    }
}
