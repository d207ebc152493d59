package org.mmsim.scenarios.conform.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmsim.scenarios.conform.recording.PageRun;
import org.mmsim.scenarios.procfs.Frames;
import org.mmsim.scenarios.procfs.KernelVariant;
import org.mmsim.scenarios.procfs.PageFlag;
import org.mmsim.scenarios.procfs.PageInfo;
import org.mmsim.scenarios.procfs.PagemapEntry;
import org.mmsim.scenarios.procfs.PagemapEntry.Bit;
import org.mmsim.scenarios.procfs.StablePageFlags;

/** Puts the pages of a region together to runs of pages in the same state. */
final class PageRuns {
    /** From this type on an entry that is not present is no swap entry. */
    private static final int SWAP_TYPES = 20;

    private final Frames frames;
    private final KernelVariant variant;
    private final CheckpointNumbers numbers;
    private final List<PageRun> runs = new ArrayList<>();
    private @Nullable PageRun run;
    /** The entry of the run's first page. */
    private PagemapEntry runEntry = PagemapEntry.NONE;

    private PageRuns(Frames frames, KernelVariant variant, CheckpointNumbers numbers) {
        this.frames = frames;
        this.variant = variant;
        this.numbers = numbers;
    }

    /** The runs of the entries of a region's pages. */
    static List<PageRun> of(PagemapEntry[] entries, Frames frames, KernelVariant variant, CheckpointNumbers numbers) {
        PageRuns runs = new PageRuns(frames, variant, numbers);
        for (int page = 0; page < entries.length; page++) {
            runs.add(page, entries[page]);
        }
        runs.finish();
        return List.copyOf(runs.runs);
    }

    private void add(long page, PagemapEntry entry) {
        PageRun single = single(page, entry);
        PageRun last = run;
        if (last != null && follows(last, single, entry)) {
            run = last.withPages(last.pages() + 1);
            return;
        }
        finish();
        run = single;
        runEntry = entry;
    }

    private void finish() {
        PageRun last = run;
        if (last != null && (!Objects.equals(last.pagemap(), "") || last.special() != null)) {
            runs.add(last);
        }
        run = null;
    }

    private PageRun single(long page, PagemapEntry entry) {
        String bits = entry.letters();
        if (entry.has(Bit.PRESENT)) {
            PageInfo info = frames.page(entry.frame());
            return new PageRun(
                    page,
                    1,
                    bits,
                    numbers.folio(info.head()),
                    entry.frame() - info.head(),
                    info.order(),
                    info.mapcount(),
                    PageFlag.names(StablePageFlags.of(info, variant)),
                    null,
                    null);
        }
        boolean swapped = entry.has(Bit.SWAP);
        boolean special = swapped && entry.swapType() >= SWAP_TYPES;
        Long swap = swapped && !special ? numbers.swap(entry.swapType(), entry.swapOffset()) : null;
        return new PageRun(
                page,
                1,
                bits,
                null,
                null,
                null,
                null,
                null,
                swap,
                special ? new PageRun.Special(entry.swapType(), entry.swapOffset()) : null);
    }

    private boolean follows(PageRun last, PageRun next, PagemapEntry entry) {
        long page = next.offset();
        boolean alike = Objects.equals(last.pagemap(), next.pagemap())
                && Objects.equals(last.flags(), next.flags())
                && Objects.equals(last.mapcount(), next.mapcount())
                && Objects.equals(last.order(), next.order())
                && Objects.equals(last.special(), next.special());
        boolean consecutive = next.swap() == null
                || entry.swapType() == runEntry.swapType()
                        && entry.swapOffset() == runEntry.swapOffset() + page - last.offset();
        return alike
                && consecutive
                && Objects.equals(last.folioOf(page), next.folio())
                && Objects.equals(last.indexOf(page), next.index())
                && Objects.equals(last.swapOf(page), next.swap());
    }
}
