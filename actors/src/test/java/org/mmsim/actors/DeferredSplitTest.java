package org.mmsim.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mmsim.actors.Lab.BASE;
import static org.mmsim.actors.Lab.allowOrder;
import static org.mmsim.actors.Lab.barrier;
import static org.mmsim.actors.Lab.fork;
import static org.mmsim.actors.Lab.lock;
import static org.mmsim.actors.Lab.map;
import static org.mmsim.actors.Lab.pin;
import static org.mmsim.actors.Lab.read;
import static org.mmsim.actors.Lab.stay;
import static org.mmsim.actors.Lab.touch;
import static org.mmsim.actors.Lab.unmap;
import static org.mmsim.engine.mm.VmFlags.VM_READ;
import static org.mmsim.protocol.Event.PAGES_READ_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PAGE_FAULTED_FIELD_NUMBER;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmsim.engine.memory.Folios;
import org.mmsim.engine.memory.PageFlags;
import org.mmsim.engine.pagetable.MigrationEntry;
import org.mmsim.engine.profile.Arch;
import org.mmsim.engine.profile.Jitter;
import org.mmsim.engine.workload.Op;
import org.mmsim.protocol.Check;
import org.mmsim.protocol.MthpStat;
import org.mmsim.protocol.ThpControl;
import org.mmsim.protocol.VmstatItem;

/** The shrinker of the deferred split queue. */
class DeferredSplitTest {
    private static final long PAGE = 4 * TestMachine.KIB;
    private static final long HUGE = 2 * TestMachine.MIB;
    private static final int ORDER_64K = 4;
    private static final int ORDER_2M = 9;
    private static final long LARGE = PAGE << ORDER_64K;
    private static final Op SHRINK = new Op.Shrink();

    private static Lab lab() {
        return new Lab().machine(m -> m.cpus(2).x86());
    }

    private static Op write(long va, int content) {
        return new Op.Touch(va, 1, 1, true, content, false, "");
    }

    private static Op maxPtesNone(int pages) {
        return new Op.SetThp(ThpControl.THP_MAX_PTES_NONE, 0, pages);
    }

    private static long stat(RunRecord run, int order, MthpStat stat) {
        return run.machine().mthpStat(order, stat);
    }

    private static List<Long> found(RunRecord run) {
        return run.of(PAGES_READ_FIELD_NUMBER).map(RunRecord.Happened::d).toList();
    }

    @ParameterizedTest
    @EnumSource(Arch.class)
    void aFolioThatIsMappedInPartBecomesPagesAndTheUnmappedOnesAreFree(Arch arch) {
        RunRecord run = new Lab()
                .machine(m -> m.cpus(1).arch(arch).basePage(PAGE))
                .thread(
                        0,
                        allowOrder(ORDER_64K),
                        map(BASE, LARGE),
                        touch(BASE, LARGE, PAGE),
                        write(BASE + 9 * PAGE, 77),
                        unmap(BASE, 3 * PAGE),
                        SHRINK,
                        read(BASE + 9 * PAGE, 1, 1),
                        stay())
                .run();
        Space space = new Space(run, 1);
        Folios folios = space.folios();
        long first = space.frame(BASE + 3 * PAGE) - 3;

        assertThat(folios.order(first + 3)).isZero();
        assertThat(folios.refs(first + 3)).isEqualTo(1);
        assertThat(folios.pageMapcount(first + 3)).isEqualTo(1);
        assertThat(folios.exclusive(first + 3)).isTrue();
        assertThat(folios.allocated(first)).isFalse();
        assertThat(folios.allocated(first + 2)).isFalse();
        assertThat(space.format().write(space.entry(BASE + 9 * PAGE))).isTrue();
        assertThat(folios.has(first + 9, PageFlags.DIRTY)).isTrue();
        assertThat(folios.has(first + 9, PageFlags.LOCKED)).isFalse();
        assertThat(found(run)).containsExactly(77L);
        assertThat(stat(run, ORDER_64K, MthpStat.split)).isEqualTo(1);
        assertThat(stat(run, ORDER_64K, MthpStat.nr_anon)).isZero();
        assertThat(stat(run, ORDER_64K, MthpStat.nr_anon_partially_mapped)).isZero();
        assertThat(run.machine().deferredSplit()).isEmpty();
        assertThat(run.broken()).containsExactly(Check.CHECK_DEADLOCK);
    }

    @Test
    void everyProcessThatMapsTheFolioHasItsPagesAfterwards() {
        RunRecord run = lab().thread(
                        0,
                        allowOrder(ORDER_64K),
                        map(BASE, LARGE),
                        touch(BASE, LARGE, PAGE),
                        fork(2),
                        unmap(BASE, PAGE),
                        barrier(0, 2),
                        SHRINK,
                        barrier(1, 2),
                        stay())
                .forkedProcess()
                .thread(1, unmap(BASE, PAGE), unmap(BASE + 8 * PAGE, 4 * PAGE), barrier(0, 2), barrier(1, 2), stay())
                .run();
        Space parent = new Space(run, 1);
        Space child = new Space(run, 2);
        long both = BASE + PAGE;
        long parentOnly = BASE + 8 * PAGE;

        assertThat(parent.frame(both)).isEqualTo(child.frame(both));
        assertThat(parent.folios().refs(parent.frame(both))).isEqualTo(2);
        assertThat(parent.folios().pageMapcount(parent.frame(both))).isEqualTo(2);
        assertThat(parent.folios().exclusive(parent.frame(both))).isFalse();
        assertThat(parent.format().write(parent.entry(both))).isFalse();
        assertThat(parent.folios().refs(parent.frame(parentOnly))).isEqualTo(1);
        assertThat(run.machine().mthpStat(ORDER_64K, MthpStat.split)).isEqualTo(1);
        assertThat(run.broken()).containsExactly(Check.CHECK_DEADLOCK);
    }

    @Test
    void pagesThatAreReadOnlyCleanAndOldStayWhatTheyAre() {
        RunRecord run = lab().thread(
                        0,
                        allowOrder(ORDER_64K),
                        map(BASE, LARGE),
                        touch(BASE, LARGE, PAGE),
                        fork(2),
                        barrier(0, 2),
                        stay())
                .forkedProcess()
                .thread(
                        1,
                        read(BASE + 5 * PAGE, 1, 1),
                        unmap(BASE, PAGE),
                        unmap(BASE, PAGE),
                        SHRINK,
                        barrier(0, 2),
                        stay())
                .run();
        RunRecord alone = lab().thread(
                        0,
                        allowOrder(ORDER_64K),
                        map(BASE, LARGE),
                        touch(BASE, LARGE, PAGE),
                        new Op.Protect(BASE, LARGE, VM_READ, ""),
                        unmap(BASE, PAGE),
                        SHRINK,
                        stay())
                .run();
        Space child = new Space(run, 2);
        Space readOnly = new Space(alone, 1);

        assertThat(child.format().young(child.entry(BASE + 5 * PAGE))).isTrue();
        assertThat(child.format().young(child.entry(BASE + 6 * PAGE))).isFalse();
        assertThat(readOnly.folios().order(readOnly.frame(BASE + PAGE))).isZero();
        assertThat(readOnly.format().write(readOnly.entry(BASE + PAGE))).isFalse();
        assertThat(readOnly.folios().exclusive(readOnly.frame(BASE + PAGE))).isTrue();
    }

    @Test
    void aPinnedFolioStaysAsItIsAndOnTheQueue() {
        RunRecord run = lab().thread(
                        0,
                        allowOrder(ORDER_64K),
                        map(BASE, LARGE),
                        touch(BASE, LARGE, PAGE),
                        pin(0, BASE + 4 * PAGE, PAGE),
                        unmap(BASE, PAGE),
                        SHRINK,
                        stay())
                .run();
        Space space = new Space(run, 1);
        long folio = space.folio(BASE + PAGE);

        assertThat(space.folios().order(folio)).isEqualTo(ORDER_64K);
        assertThat(space.folios().mapcount(folio)).isEqualTo(15);
        assertThat(stat(run, ORDER_64K, MthpStat.split_failed)).isEqualTo(1);
        assertThat(stat(run, ORDER_64K, MthpStat.split)).isZero();
        assertThat(run.machine().deferredSplit()).containsExactly(folio);
        assertThat(space.folios().has(folio, PageFlags.LOCKED)).isFalse();
    }

    @Test
    void aHugePageWithHardlyAnythingInItGivesItsZerosBack() {
        RunRecord run = lab().thread(
                        0,
                        maxPtesNone(409),
                        map(BASE, HUGE),
                        write(BASE + 7 * PAGE, 8),
                        SHRINK,
                        read(BASE + 6 * PAGE, 2 * PAGE, PAGE),
                        stay())
                .run();
        Space space = new Space(run, 1);

        assertThat(space.mm().rssPages()).isEqualTo(1);
        assertThat(space.frame(BASE)).isEqualTo(run.machine().zeroFrame());
        assertThat(space.format().special(space.entry(BASE))).isTrue();
        assertThat(space.folios().order(space.frame(BASE + 7 * PAGE))).isZero();
        assertThat(found(run)).containsExactly(0L, 8L);
        assertThat(run.machine().vmstat(VmstatItem.thp_underused_split_page)).isEqualTo(1);
        assertThat(run.machine().vmstat(VmstatItem.thp_split_page)).isEqualTo(1);
        assertThat(run.machine().vmstat(VmstatItem.thp_split_pmd)).isEqualTo(1);
        assertThat(run.machine().vmstat(VmstatItem.thp_deferred_split_page)).isZero();
        assertThat(run.machine().vmstat(VmstatItem.nr_anon_transparent_hugepages))
                .isZero();
        assertThat(stat(run, ORDER_2M, MthpStat.nr_anon)).isZero();
        assertThat(run.broken()).containsExactly(Check.CHECK_DEADLOCK);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 501, 511})
    void aHugePageIsUnderusedWithMoreZeroPagesThanAllowedAndNeverWithTheLargestLimit(int allowed) {
        RunRecord run = lab().thread(
                        0, maxPtesNone(allowed), map(BASE, HUGE), touch(BASE, 11 * PAGE, PAGE), SHRINK, stay())
                .run();
        boolean split = allowed == 500;

        assertThat(new Space(run, 1).level(BASE)).isEqualTo(split ? 0 : 1);
        assertThat(run.machine().vmstat(VmstatItem.thp_split_page)).isEqualTo(split ? 1 : 0);
        assertThat(run.machine().deferredSplit())
                .as("used ones leave the queue")
                .isEmpty();
    }

    @Test
    void lockedMemoryKeepsItsPagesAndIsMlockedPageByPage() {
        RunRecord run = lab().thread(
                        0,
                        allowOrder(ORDER_64K),
                        map(BASE, LARGE),
                        write(BASE, 1),
                        lock(BASE, LARGE / 2),
                        unmap(BASE + LARGE - PAGE, PAGE),
                        SHRINK,
                        new Op.Drain(),
                        stay())
                .run();
        Space space = new Space(run, 1);

        assertThat(space.mm().rssPages())
                .as("zeros in the unlocked half are given back")
                .isEqualTo(8);
        assertThat(space.folios().has(space.frame(BASE + PAGE), PageFlags.MLOCKED))
                .isTrue();
        assertThat(space.frame(BASE + 8 * PAGE)).isEqualTo(run.machine().zeroFrame());
    }

    @Test
    void pagesThatWereMovedAreFoundWhereTheyAre() {
        long to = BASE + HUGE;
        RunRecord run = lab().thread(
                        0,
                        allowOrder(ORDER_64K),
                        map(BASE, LARGE),
                        touch(BASE, LARGE, PAGE),
                        new Op.Remap(BASE + 4 * PAGE, 8 * PAGE, to + PAGE, 8 * PAGE, false, ""),
                        unmap(BASE, PAGE),
                        SHRINK,
                        stay())
                .run();
        Space space = new Space(run, 1);

        assertThat(space.folios().order(space.frame(to + PAGE))).isZero();
        assertThat(space.frame(to + PAGE)).isEqualTo(space.frame(BASE + 3 * PAGE) + 1);
        assertThat(stat(run, ORDER_64K, MthpStat.split)).isEqualTo(1);
    }

    @Test
    void writersOnOtherCpusWaitAndLoseNothing() {
        long faultsWithMigration = 0;
        for (long seed = 0; seed < 40; seed++) {
            RunRecord run = lab().fine()
                    .seed(seed)
                    .machine(m -> m.jitter(Jitter.Kind.UNIFORM, 700))
                    .thread(
                            0,
                            allowOrder(ORDER_64K),
                            map(BASE, LARGE),
                            touch(BASE, LARGE, PAGE),
                            unmap(BASE, PAGE),
                            barrier(0, 2),
                            SHRINK)
                    .thread(
                            1,
                            barrier(0, 2),
                            Lab.repeat(
                                    20, touch(BASE + PAGE, LARGE - PAGE, PAGE), read(BASE + PAGE, LARGE - PAGE, PAGE)))
                    .run();
            boolean met = run.of(PAGE_FAULTED_FIELD_NUMBER).count() > 1;
            faultsWithMigration += met ? 1 : 0;

            assertThat(run.broken()).as("seed %d", seed).isEmpty();
            assertThat(stat(run, ORDER_64K, MthpStat.split)).as("seed %d", seed).isEqualTo(1);
        }
        assertThat(faultsWithMigration)
                .as("runs in which a writer met a page in migration")
                .isPositive();
    }

    @Test
    void noMigrationEntryIsLeftWhateverForkAndMremapDoMeanwhile() {
        for (long seed = 0; seed < 60; seed++) {
            RunRecord run = lab().fine()
                    .seed(seed)
                    .machine(m -> m.jitter(Jitter.Kind.UNIFORM, 900))
                    .thread(
                            0,
                            allowOrder(ORDER_64K),
                            map(BASE, 4 * LARGE),
                            touch(BASE, 4 * LARGE, PAGE),
                            unmap(BASE, PAGE),
                            unmap(BASE + LARGE, PAGE),
                            barrier(0, 2),
                            SHRINK,
                            SHRINK,
                            stay())
                    .thread(
                            1,
                            barrier(0, 2),
                            new Op.Remap(BASE + PAGE, LARGE - PAGE, BASE + HUGE, LARGE - PAGE, false, ""),
                            fork(2),
                            new Op.Remap(BASE + HUGE, LARGE - PAGE, BASE + PAGE, LARGE - PAGE, false, ""),
                            stay())
                    .forkedProcess()
                    .thread(1, touch(BASE + LARGE + PAGE, LARGE - PAGE, PAGE), stay())
                    .run();
            for (int process = 1; process <= 2; process++) {
                Space space = new Space(run, process);
                space.mm()
                        .pageTable()
                        .leaves(
                                BASE,
                                BASE + 2 * HUGE,
                                (va, level, entry) -> assertThat(MigrationEntry.is(space.format(), entry))
                                        .isFalse());
            }
            assertThat(run.broken()).as("seed %d", seed).containsExactly(Check.CHECK_DEADLOCK);
        }
    }
}
