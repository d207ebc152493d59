package org.mmsim.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mmsim.actors.Lab.BASE;
import static org.mmsim.actors.Lab.barrier;
import static org.mmsim.actors.Lab.fork;
import static org.mmsim.actors.Lab.madvise;
import static org.mmsim.actors.Lab.map;
import static org.mmsim.actors.Lab.stay;
import static org.mmsim.actors.Lab.touch;
import static org.mmsim.engine.mm.VmFlags.VM_ACCOUNT;
import static org.mmsim.engine.mm.VmFlags.VM_NOHUGEPAGE;
import static org.mmsim.engine.mm.VmFlags.VM_READ;
import static org.mmsim.engine.mm.VmFlags.VM_WRITE;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmsim.engine.workload.Advice;
import org.mmsim.engine.workload.Op;
import org.mmsim.protocol.VmstatItem;

/** Which VMAs become one, and what a VMA's boundary does to huge mappings. */
class VmaMergeTest {
    private static final long PAGE = 4 * TestMachine.KIB;
    private static final long HUGE = 2 * TestMachine.MIB;

    private static Lab lab() {
        return new Lab().machine(m -> m.cpus(2).x86());
    }

    private static Op mapPages(long first, long count, long flags) {
        long committed = (flags & VM_WRITE) != 0 ? VM_ACCOUNT : 0;
        return map(BASE + first * PAGE, count * PAGE, VM_NOHUGEPAGE | flags | committed);
    }

    private static Op touchPage(long page) {
        return touch(BASE + page * PAGE, 1, 1);
    }

    private static Op protectPages(long first, long count, long access) {
        return new Op.Protect(BASE + first * PAGE, count * PAGE, access, "");
    }

    private static List<String> vmas(Lab lab, Op... program) {
        return new Space(lab.thread(0, program).run(), 1).vmas(BASE);
    }

    @Test
    void aNewRangeBecomesPartOfANeighbourWithPages() {
        assertThat(vmas(lab(), mapPages(0, 4, VM_WRITE), touchPage(0), mapPages(4, 4, VM_WRITE), stay()))
                .containsExactly("0+8");
        assertThat(vmas(lab(), mapPages(4, 4, VM_WRITE), touchPage(4), mapPages(0, 4, VM_WRITE), stay()))
                .containsExactly("0+8");
    }

    @Test
    void aRangeBetweenTwoThatDoNotGoTogetherJoinsTheLowerOne() {
        assertThat(vmas(
                        lab(),
                        mapPages(0, 2, VM_WRITE),
                        touchPage(0),
                        mapPages(4, 2, VM_WRITE),
                        touchPage(4),
                        mapPages(2, 2, VM_WRITE),
                        stay()))
                .containsExactly("0+4", "4+2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"into-faulted", "either-way"})
    void aRangeWithPagesJoinsOneWithoutWhereTheKernelAllowsBothDirections(String rule) {
        List<String> expected = "either-way".equals(rule) ? List.of("0+8") : List.of("0+4", "4+4");

        assertThat(vmas(
                        lab().policy("vma_merge", rule),
                        map(BASE, 4 * PAGE, VM_NOHUGEPAGE | VM_WRITE),
                        touchPage(0),
                        mapPages(4, 4, 0),
                        protectPages(0, 4, VM_READ),
                        stay()))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"into-faulted", "either-way"})
    void aRangeThatCameWithAForkStaysByItself(String rule) {
        Lab lab = lab().policy("vma_merge", rule)
                .thread(0, mapPages(0, 4, VM_WRITE), touchPage(0), fork(2), barrier(0, 2), stay())
                .forkedProcess()
                .thread(1, mapPages(4, 4, VM_WRITE), barrier(0, 2), stay());

        assertThat(new Space(lab.run(), 2).vmas(BASE)).containsExactly("0+4", "4+4");
    }

    @Test
    void pagesOfNeighboursThatDifferInAccessOnlyBelongToOneFamily() {
        Space space = new Space(
                lab().thread(
                                0,
                                mapPages(0, 8, VM_WRITE),
                                protectPages(0, 4, VM_READ),
                                touchPage(4),
                                protectPages(0, 4, VM_READ | VM_WRITE),
                                stay())
                        .run(),
                1);

        assertThat(space.vmas(BASE)).containsExactly("0+8");
        assertThat(space.vma(BASE).anonVma()).isNotZero();
    }

    @Test
    void adviceForAPartOfAHugePageSplitsItsMappingOnlyIfItChangesSomething() {
        RunRecord changed = lab().thread(
                        0,
                        map(BASE, 2 * HUGE),
                        touch(BASE, 2 * HUGE, HUGE),
                        madvise(BASE + PAGE, HUGE, Advice.HUGEPAGE),
                        stay())
                .run();
        RunRecord same = lab().thread(
                        0,
                        map(BASE, 2 * HUGE),
                        madvise(BASE, 2 * HUGE, Advice.HUGEPAGE),
                        touch(BASE, 2 * HUGE, HUGE),
                        madvise(BASE + PAGE, HUGE, Advice.HUGEPAGE),
                        stay())
                .run();

        assertThat(changed.machine().vmstat(VmstatItem.thp_split_pmd)).isEqualTo(2);
        assertThat(new Space(changed, 1).vmas(BASE)).containsExactly("0+1", "1+512", "513+511");
        assertThat(same.machine().vmstat(VmstatItem.thp_split_pmd)).isZero();
        assertThat(new Space(same, 1).vmas(BASE)).containsExactly("0+1024");
    }

    @Test
    void aBoundaryBetweenHugePagesSplitsNothing() {
        RunRecord run = lab().thread(
                        0,
                        map(BASE, 3 * HUGE),
                        touch(BASE, 3 * HUGE, HUGE),
                        madvise(BASE + HUGE, HUGE, Advice.HUGEPAGE),
                        stay())
                .run();

        assertThat(run.machine().vmstat(VmstatItem.thp_split_pmd)).isZero();
        assertThat(new Space(run, 1).vmas(BASE)).containsExactly("0+512", "512+512", "1024+512");
    }
}
