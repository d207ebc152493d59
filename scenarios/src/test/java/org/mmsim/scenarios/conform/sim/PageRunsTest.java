package org.mmsim.scenarios.conform.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mmsim.scenarios.conform.recording.PageRun;
import org.mmsim.scenarios.conform.recording.RegionState.KeptRun;
import org.mmsim.scenarios.procfs.KernelVariant;
import org.mmsim.scenarios.procfs.PageFlag;
import org.mmsim.scenarios.procfs.PageInfo;
import org.mmsim.scenarios.procfs.PagemapEntry;
import org.mmsim.scenarios.procfs.PagemapEntry.Bit;

class PageRunsTest {
    private static final int ZERO_FRAME = 1000;

    private static PagemapEntry present(long frame) {
        return new PagemapEntry(1 << Bit.PRESENT.ordinal(), frame, -1, 0);
    }

    private static PagemapEntry swapped(int type, long offset) {
        return new PagemapEntry(1 << Bit.SWAP.ordinal(), -1, type, offset);
    }

    /** Frames 16 to 31 are folios of four pages, others of one; that of the zero page is its own. */
    private static PageInfo page(long frame) {
        if (frame == ZERO_FRAME) {
            return new PageInfo(frame, 0, 1, 0, false, PageInfo.Kind.ZERO_PAGE, PageFlag.RESERVED.mask());
        }
        int order = frame >= 16 && frame < 32 ? 2 : 0;
        return new PageInfo(frame & -1L << order, order, 1, 1, true, PageInfo.Kind.ANON, PageFlag.LRU.mask());
    }

    private static List<PageRun> runs(PagemapEntry... entries) {
        return PageRuns.of(entries, PageRunsTest::page, KernelVariant.PER_PAGE, new CheckpointNumbers());
    }

    private static List<String> brief(List<PageRun> runs) {
        return runs.stream()
                .map(run ->
                        run.offset() + "+" + run.pages() + " f" + run.folio() + " i" + run.index() + " sw" + run.swap())
                .toList();
    }

    @Test
    void aRunGoesOnIntoTheNextFolioOfTheSameSize() {
        assertThat(brief(runs(present(17), present(18), present(19), present(20), present(21))))
                .containsExactly("0+5 f0 i1 swnull");
    }

    @Test
    void aRunEndsWhereFoliosDoNotFollowEachOther() {
        assertThat(brief(runs(present(5), present(4), present(4), present(16), present(17), present(20))))
                .containsExactly(
                        // Folio 4 is the second one seen, so it follows folio 5 in number if not in place.
                        "0+2 f0 i0 swnull", "2+1 f1 i0 swnull", "3+2 f2 i0 swnull", "5+1 f3 i0 swnull");
    }

    @Test
    void theZeroPageIsOneRun() {
        assertThat(brief(runs(present(ZERO_FRAME), present(ZERO_FRAME), present(3), present(ZERO_FRAME))))
                .containsExactly("0+2 f0 i0 swnull", "2+1 f1 i0 swnull", "3+1 f0 i0 swnull");
    }

    @Test
    void swapEntriesThatFollowEachOtherAreOneRun() {
        assertThat(brief(runs(swapped(0, 7), swapped(0, 8), swapped(0, 20), swapped(1, 21))))
                .containsExactly("0+2 fnull inull sw0", "2+1 fnull inull sw2", "3+1 fnull inull sw3");
    }

    @Test
    void markersOfTheSameValueAreOneRun() {
        assertThat(runs(swapped(31, 1), swapped(31, 1), swapped(31, 2)))
                .extracting(PageRun::pages, PageRun::special)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(2L, new PageRun.Special(31, 1)),
                        org.assertj.core.groups.Tuple.tuple(1L, new PageRun.Special(31, 2)));
    }

    @Test
    void emptyPagesAreInNoRunUnlessTheyAreSoftDirty() {
        PagemapEntry dirty = new PagemapEntry(1 << Bit.SOFT_DIRTY.ordinal(), -1, -1, 0);

        assertThat(runs(PagemapEntry.NONE, dirty, dirty, PagemapEntry.NONE))
                .singleElement()
                .satisfies(run -> {
                    assertThat(run.pagemap()).isEqualTo("D");
                    assertThat(run.offset()).isEqualTo(1);
                    assertThat(run.pages()).isEqualTo(2);
                });
    }

    @Test
    void identitiesGoOnInTheNextRegion() {
        CheckpointNumbers numbers = new CheckpointNumbers();
        PagemapEntry[] entries = {present(40), present(41)};
        PageRuns.of(entries, PageRunsTest::page, KernelVariant.PER_PAGE, numbers);
        PagemapEntry[] others = {present(50), present(41)};

        assertThat(brief(PageRuns.of(others, PageRunsTest::page, KernelVariant.PER_PAGE, numbers)))
                .containsExactly("0+1 f2 i0 swnull", "1+1 f1 i0 swnull");
    }

    @Test
    void framesAreComparedWithThoseAtTheCheckpointBefore() {
        KeptFrames kept = new KeptFrames();
        PagemapEntry[] first = {present(1), present(2), PagemapEntry.NONE, present(4), present(5)};
        PagemapEntry[] second = {present(1), present(9), present(3), PagemapEntry.NONE, present(5)};

        assertThat(kept.update("A", "r", first)).isEmpty();
        assertThat(kept.update("B", "r", second)).isEmpty();
        assertThat(kept.update("A", "r", second))
                .containsExactly(new KeptRun(0, 1, true), new KeptRun(1, 1, false), new KeptRun(4, 1, true));
        assertThat(kept.update("A", "r", Arrays.copyOf(second, second.length)))
                .containsExactly(new KeptRun(0, 3, true), new KeptRun(4, 1, true));
    }
}
