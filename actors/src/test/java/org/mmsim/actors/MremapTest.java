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
import static org.mmsim.actors.Lab.unmap;
import static org.mmsim.engine.mm.VmFlags.VM_LOCKED;
import static org.mmsim.engine.mm.VmFlags.VM_NOHUGEPAGE;
import static org.mmsim.engine.mm.VmFlags.VM_WRITE;
import static org.mmsim.protocol.Event.PAGES_READ_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTES_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TABLE_MOVED_FIELD_NUMBER;

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

class MremapTest {
    private static final long PAGE = 4 * TestMachine.KIB;
    private static final long HUGE = 2 * TestMachine.MIB;
    private static final long GIB = 1L << 30;
    private static final long TO = BASE + 4 * GIB;
    private static final int ORDER_64K = 4;
    private static final long LARGE = PAGE << ORDER_64K;
    private static final int ENOMEM = 12;
    private static final int EFAULT = 14;
    private static final int EINVAL = 22;

    private static Lab lab() {
        return new Lab().machine(m -> m.cpus(2).x86());
    }

    private static Op remap(long va, long length, long to) {
        return new Op.Remap(va, length, to, length, false, "");
    }

    private static Op resize(long va, long length, long to, long newLength) {
        return new Op.Remap(va, length, to, newLength, false, "");
    }

    private static Op keep(long va, long length, long to) {
        return new Op.Remap(va, length, to, length, true, "");
    }

    private static Op write(long va, int content) {
        return new Op.Touch(va, 1, 1, true, content, false, "");
    }

    private static int error(RunRecord run) {
        return run.operation(0, Operation.OP_REMAP).error();
    }

    /** What the thread's reads found. */
    private static List<Long> found(RunRecord run) {
        return run.of(PAGES_READ_FIELD_NUMBER).map(RunRecord.Happened::d).toList();
    }

    /** How often entries of pages were taken out, one or some in a row. */
    private static long cleared(RunRecord run) {
        return run.of(PTE_CLEARED_FIELD_NUMBER).filter(f -> f.c() == 0).count() + run.count(PTES_CLEARED_FIELD_NUMBER);
    }

    @ParameterizedTest
    @EnumSource(Arch.class)
    void pagesAreFoundAtTheirNewPlaceAndNowhereElse(Arch arch) {
        RunRecord run = new Lab()
                .machine(m -> m.cpus(1).arch(arch).basePage(PAGE))
                .thread(
                        0,
                        mapBasePages(BASE, 4 * PAGE),
                        write(BASE, 11),
                        write(BASE + 3 * PAGE, 14),
                        remap(BASE, 4 * PAGE, TO + PAGE),
                        read(TO + PAGE, 1, 1),
                        read(TO + 4 * PAGE, 1, 1),
                        read(BASE, 1, 1),
                        stay())
                .run();
        Space space = new Space(run, 1);

        assertThat(found(run)).containsExactly(11L, 14L);
        assertThat(run.operations(0, Operation.OP_READ).stream().map(RunRecord.Performed::error))
                .containsExactly(0, 0, EFAULT);
        assertThat(space.vmas(TO)).containsExactly("1+4");
        assertThat(space.mm().rssPages()).isEqualTo(2);
        assertThat(run.broken()).containsExactly(Check.CHECK_DEADLOCK);
    }

    @Test
    void movedPagesAreSoftDirty() {
        RunRecord run = lab().thread(0, mapBasePages(BASE, PAGE), write(BASE, 1), fork(2), barrier(0, 2), stay())
                .forkedProcess()
                .thread(1, remap(BASE, PAGE, TO), barrier(0, 2), stay())
                .run();
        Space child = new Space(run, 2);

        assertThat(child.format().softDirty(child.entry(TO))).isTrue();
    }

    @Test
    void aHugePageMovesAsAWholeWithTheTableThatItsSplitNeeds() {
        RunRecord run = lab().thread(
                        0,
                        map(BASE, HUGE),
                        touch(BASE, HUGE, PAGE),
                        remap(BASE, HUGE, TO),
                        unmap(TO + HUGE / 2, HUGE / 2),
                        stay())
                .run();
        Space space = new Space(run, 1);

        assertThat(space.level(TO)).isZero();
        assertThat(space.mm().rssPages()).isEqualTo(256);
        assertThat(space.folios().order(space.frame(TO))).isEqualTo(9);
        assertThat(run.machine().vmstat(VmstatItem.thp_split_pmd)).isEqualTo(1);
        assertThat(run.broken()).containsExactly(Check.CHECK_DEADLOCK);
    }

    @Test
    void aHugePageStaysHugeWhereBothSidesAreAligned() {
        RunRecord run = lab().thread(0, map(BASE, HUGE), touch(BASE, 1, 1), remap(BASE, HUGE, TO), stay())
                .run();

        assertThat(new Space(run, 1).level(TO)).isEqualTo(1);
        assertThat(run.machine().vmstat(VmstatItem.thp_split_pmd)).isZero();
    }

    @Test
    void aHugePageThatDoesNotFitItsNewPlaceIsMappedByPagesThere() {
        RunRecord run = lab().thread(
                        0,
                        map(BASE, HUGE),
                        write(BASE + HUGE - PAGE, 9),
                        remap(BASE, HUGE, TO + PAGE),
                        read(TO + HUGE, 1, 1),
                        stay())
                .run();
        Space space = new Space(run, 1);

        assertThat(space.level(TO + PAGE)).isZero();
        assertThat(found(run)).containsExactly(9L);
        assertThat(space.folios().order(space.frame(TO + PAGE))).isEqualTo(9);
        assertThat(run.broken()).containsExactly(Check.CHECK_DEADLOCK);
    }

    @Test
    void aPartOfAHugePageLeavesTheRestWhereItIs() {
        RunRecord run = lab().thread(
                        0, map(BASE, HUGE), touch(BASE, 1, 1), remap(BASE + 16 * PAGE, 16 * PAGE, TO), stay())
                .run();
        Space space = new Space(run, 1);

        assertThat(space.mm().rssPages()).isEqualTo(512);
        assertThat(space.frame(TO)).isEqualTo(space.frame(BASE) + 16);
        assertThat(space.vmas(BASE)).startsWith("0+16", "32+480");
    }

    @Test
    void aTableOfBasePagesMovesWithoutTouchingThem() {
        RunRecord run = lab().thread(
                        0,
                        mapBasePages(BASE, 2 * HUGE),
                        write(BASE + PAGE, 5),
                        write(BASE + HUGE, 6),
                        remap(BASE, 2 * HUGE, TO),
                        read(TO + PAGE, 1, 1),
                        read(TO + HUGE, 1, 1),
                        stay())
                .run();

        assertThat(run.of(TABLE_MOVED_FIELD_NUMBER).map(RunRecord.Happened::d)).containsExactly(1L, 1L);
        assertThat(found(run)).containsExactly(5L, 6L);
        assertThat(run.broken()).containsExactly(Check.CHECK_DEADLOCK);
    }

    @Test
    void whereNothingLiesInFrontTheFirstTableMovesAsWell() {
        RunRecord run = lab().thread(
                        0,
                        mapBasePages(BASE + 10 * PAGE, HUGE),
                        write(BASE + 10 * PAGE, 5),
                        remap(BASE + 10 * PAGE, HUGE, TO + 10 * PAGE),
                        read(TO + 10 * PAGE, 1, 1),
                        stay())
                .run();
        RunRecord neighbour = lab().thread(
                        0,
                        map(BASE, PAGE, VM_WRITE | VM_NOHUGEPAGE),
                        mapBasePages(BASE + 10 * PAGE, HUGE),
                        write(BASE, 1),
                        write(BASE + 10 * PAGE, 5),
                        remap(BASE + 10 * PAGE, HUGE, TO + 10 * PAGE),
                        read(BASE, 1, 1),
                        stay())
                .run();

        assertThat(run.count(TABLE_MOVED_FIELD_NUMBER)).isEqualTo(1);
        assertThat(found(run)).containsExactly(5L);
        assertThat(neighbour.count(TABLE_MOVED_FIELD_NUMBER)).isZero();
        assertThat(found(neighbour)).containsExactly(1L);
    }

    @Test
    void aWholeGibibyteMovesByOneEntry() {
        RunRecord run = lab().thread(
                        0,
                        map(BASE, GIB),
                        write(BASE, 3),
                        write(BASE + GIB - PAGE, 4),
                        remap(BASE, GIB, TO),
                        read(TO, 1, 1),
                        read(TO + GIB - PAGE, 1, 1),
                        unmap(TO, HUGE / 2))
                .run();

        assertThat(run.of(TABLE_MOVED_FIELD_NUMBER).map(RunRecord.Happened::d)).containsExactly(2L);
        assertThat(found(run)).containsExactly(3L, 4L);
        assertThat(run.broken()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"per-pte", "batched"})
    void aLargeFolioStaysWholeWhereverItsPagesGo(String batching) {
        RunRecord run = lab().policy("change", batching)
                .thread(
                        0,
                        allowOrder(ORDER_64K),
                        map(BASE, LARGE),
                        touch(BASE, 1, 1),
                        write(BASE + 7 * PAGE, 8),
                        remap(BASE, LARGE, TO + PAGE),
                        read(TO + 8 * PAGE, 1, 1),
                        stay())
                .run();
        Space space = new Space(run, 1);

        assertThat(cleared(run)).isEqualTo("batched".equals(batching) ? 1 : 16);
        assertThat(found(run)).containsExactly(8L);
        assertThat(space.folios().order(space.folio(TO + PAGE))).isEqualTo(ORDER_64K);
        assertThat(space.folios().mapcount(space.folio(TO + PAGE))).isEqualTo(16);
    }

    @Test
    void aKeptPlaceIsEmptyAndReadsZeros() {
        RunRecord run = lab().thread(
                        0,
                        mapBasePages(BASE, 2 * PAGE),
                        write(BASE, 7),
                        keep(BASE, 2 * PAGE, TO),
                        read(TO, 1, 1),
                        read(BASE, 1, 1),
                        stay())
                .run();
        Space space = new Space(run, 1);

        assertThat(found(run)).containsExactly(7L, 0L);
        assertThat(space.vma(BASE).anonVma())
                .as("no page of its family is left")
                .isZero();
        assertThat(space.vma(TO).anonVma()).isNotZero();
        assertThat(run.broken()).containsExactly(Check.CHECK_DEADLOCK);
    }

    @Test
    void theLockGoesWithThePages() {
        RunRecord moved = lab().thread(
                        0, mapBasePages(BASE, 4 * PAGE), lock(BASE, 4 * PAGE), remap(BASE, 2 * PAGE, TO), stay())
                .run();
        RunRecord kept = lab().thread(
                        0, mapBasePages(BASE, 4 * PAGE), lock(BASE, 4 * PAGE), keep(BASE, 4 * PAGE, TO), stay())
                .run();
        RunRecord grown = lab().thread(
                        0,
                        mapBasePages(BASE, 2 * PAGE),
                        lock(BASE, 2 * PAGE),
                        resize(BASE, 2 * PAGE, TO, 5 * PAGE),
                        stay())
                .run();

        assertThat(new Space(moved, 1).mm().lockedPages()).isEqualTo(4);
        assertThat(new Space(kept, 1).mm().lockedPages()).isEqualTo(4);
        assertThat(new Space(kept, 1).vma(BASE).has(VM_LOCKED)).isFalse();
        assertThat(new Space(kept, 1).vma(TO).has(VM_LOCKED)).isTrue();
        assertThat(new Space(grown, 1).mm().lockedPages()).isEqualTo(5);
        assertThat(new Space(grown, 1).mm().rssPages())
                .as("what is new is there at once")
                .isEqualTo(5);
    }

    @Test
    void aShorterPlaceCutsTheTailOffAndALongerOneHasRoomBehind() {
        RunRecord shorter = lab().thread(
                        0,
                        mapBasePages(BASE, 4 * PAGE),
                        touch(BASE, 4 * PAGE, PAGE),
                        resize(BASE, 4 * PAGE, TO, PAGE),
                        stay())
                .run();
        RunRecord longer = lab().thread(
                        0,
                        mapBasePages(BASE, PAGE),
                        touch(BASE, 1, 1),
                        resize(BASE, PAGE, TO, 3 * PAGE),
                        touch(TO + 2 * PAGE, 1, 1),
                        stay())
                .run();

        assertThat(new Space(shorter, 1).mm().rssPages()).isEqualTo(1);
        assertThat(new Space(shorter, 1).mm().vmas()).hasSize(1);
        assertThat(new Space(longer, 1).vmas(TO)).containsExactly("0+3");
        assertThat(new Space(longer, 1).mm().rssPages()).isEqualTo(2);
    }

    @Test
    void whatWasAtTheNewPlaceIsGone() {
        RunRecord run = lab().thread(
                        0,
                        mapBasePages(TO, 4 * PAGE),
                        touch(TO, 4 * PAGE, PAGE),
                        mapBasePages(BASE, PAGE),
                        write(BASE, 2),
                        remap(BASE, PAGE, TO + PAGE),
                        read(TO + PAGE, 1, 1),
                        stay())
                .run();

        assertThat(found(run)).containsExactly(2L);
        assertThat(new Space(run, 1).mm().rssPages()).isEqualTo(4);
    }

    @Test
    void memoryThatWasNeverTouchedIsAsGoodAsMappedThere() {
        RunRecord touched = lab().thread(
                        0,
                        mapBasePages(BASE, PAGE),
                        touch(BASE, 1, 1),
                        mapBasePages(TO, PAGE),
                        remap(BASE, PAGE, TO + PAGE),
                        stay())
                .run();
        RunRecord untouched = lab().thread(
                        0, mapBasePages(BASE, PAGE), mapBasePages(TO, PAGE), remap(BASE, PAGE, TO + PAGE), stay())
                .run();

        assertThat(new Space(touched, 1).vmas(TO)).containsExactly("0+1", "1+1");
        assertThat(new Space(touched, 1).vma(TO + PAGE).pgoff()).isEqualTo(BASE / PAGE);
        assertThat(new Space(untouched, 1).vmas(TO)).containsExactly("0+2");
    }

    @Test
    void placesThatOverlapAreRefused() {
        RunRecord run = lab().thread(0, mapBasePages(BASE, 4 * PAGE), remap(BASE, 4 * PAGE, BASE + PAGE), stay())
                .run();

        assertThat(error(run)).isEqualTo(EINVAL);
        assertThat(new Space(run, 1).vmas(BASE)).containsExactly("0+4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"one-vma", "many-vmas"})
    void manyMappingsMoveAtOnceSinceSixSeventeen(String range) {
        RunRecord run = lab().policy("mremap", range)
                .thread(
                        0,
                        mapBasePages(BASE, PAGE),
                        map(BASE + 2 * PAGE, 2 * PAGE, VM_NOHUGEPAGE),
                        mapBasePages(TO + PAGE, PAGE),
                        write(BASE, 1),
                        remap(BASE, 4 * PAGE, TO),
                        stay())
                .run();

        if ("many-vmas".equals(range)) {
            assertThat(error(run)).isZero();
            assertThat(new Space(run, 1).vmas(TO))
                    .as("with the gap, which hides nothing")
                    .containsExactly("0+1", "1+1", "2+2");
        } else {
            assertThat(error(run)).isEqualTo(EFAULT);
            assertThat(new Space(run, 1).vmas(BASE))
                    .as("the place was made free all the same")
                    .containsExactly("0+1", "2+2");
        }
    }

    @Test
    void whenMemoryForTablesRunsOutEverythingIsWhereItWas() {
        RunRecord run = lab().machine(m -> m.memory(3 * TestMachine.MIB))
                .thread(
                        0,
                        mapBasePages(BASE, 2 * HUGE),
                        write(BASE, 21),
                        touch(BASE + PAGE, 2 * HUGE - PAGE, PAGE),
                        remap(BASE, 3 * PAGE, TO + PAGE),
                        read(BASE, 1, 1),
                        stay())
                .run();
        Space space = new Space(run, 1);

        assertThat(error(run)).isEqualTo(ENOMEM);
        assertThat(found(run)).containsExactly(21L);
        assertThat(space.vmas(BASE)).as("one VMA, though cut for a moment").containsExactly("0+1024");
        assertThat(run.broken()).containsExactly(Check.CHECK_DEADLOCK);
    }
}
