package org.mmsim.scenarios.conform.recording;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmsim.scenarios.conform.recording.RegionState.EntryRun;
import org.mmsim.scenarios.conform.recording.RegionState.KeptRun;
import org.mmsim.scenarios.conform.recording.RegionState.PageTableState;

/** Takes a checkpoint's line apart. */
final class CheckpointJson {
    /** Pages from one region to the next. */
    private static final long PAGES_MAX = 1 << 18;

    private static final int LINE_MAX = 1_000_000;
    private static final int ORDER_MAX = 10;

    private CheckpointJson() {}

    static Checkpoint read(JsonFields line) {
        return new Checkpoint(
                (int) line.number("i", 1, LINE_MAX),
                line.text("name"),
                line.objects("procs", CheckpointJson::process),
                line.counts("sys"));
    }

    private static ProcessState process(JsonFields process) {
        return new ProcessState(
                process.text("p"),
                process.numberOrNull("minflt", 0, Long.MAX_VALUE),
                process.numberOrNull("majflt", 0, Long.MAX_VALUE),
                process.numberOrNull("vmpte_kb", 0, Long.MAX_VALUE),
                process.objects("regions", CheckpointJson::region));
    }

    private static RegionState region(JsonFields region) {
        List<PageRun> pages = region.objectsOrNull("pages", CheckpointJson::pageRun);
        if (pages != null) {
            checkOrder(
                    pages.stream()
                            .map(run -> new long[] {run.offset(), run.pages()})
                            .toList(),
                    region);
        }
        JsonFields table = region.objectOrNull("pt");
        return new RegionState(
                region.text("r"),
                region.objectsOrNull("vmas", CheckpointJson::vma),
                pages,
                kept(region),
                table == null ? null : pageTable(table));
    }

    private static VmaState vma(JsonFields vma) {
        return new VmaState(
                vma.number("o", -PAGES_MAX, PAGES_MAX),
                vma.number("n", 1, 2 * PAGES_MAX),
                vma.textOrNull("perm"),
                vma.textOrNull("vmflags"),
                vma.counts("kb"));
    }

    private static PageRun pageRun(JsonFields run) {
        long offset = offset(run);
        Long order = run.numberOrNull("ord", 0, ORDER_MAX);
        long[] special = run.tupleOrNull("special", 2);
        return new PageRun(
                offset,
                pages(run, offset),
                run.textOrNull("pm"),
                run.numberOrNull("f", 0, Integer.MAX_VALUE),
                run.numberOrNull("i", 0, 1 << ORDER_MAX),
                order == null ? null : order.intValue(),
                run.numberOrNull("mc", -1, Long.MAX_VALUE),
                run.textOrNull("kf"),
                run.numberOrNull("sw", 0, Integer.MAX_VALUE),
                special == null ? null : new PageRun.Special(special[0], special[1]));
    }

    private static long offset(JsonFields run) {
        return run.number("o", 0, PAGES_MAX - 1);
    }

    private static long pages(JsonFields run, long offset) {
        return run.number("n", 1, PAGES_MAX - offset);
    }

    private static @Nullable List<KeptRun> kept(JsonFields region) {
        List<long[]> tuples = region.tuplesOrNull("pfn_kept", 3);
        if (tuples == null) {
            return null;
        }
        checkOrder(tuples, region);
        List<KeptRun> kept = new ArrayList<>();
        for (long[] tuple : tuples) {
            if (tuple[0] < 0 || tuple[1] < 1 || tuple[0] + tuple[1] > PAGES_MAX || tuple[2] < 0 || tuple[2] > 1) {
                throw region.expected("[page, pages, 0 or 1]", "pfn_kept");
            }
            kept.add(new KeptRun(tuple[0], tuple[1], tuple[2] == 1));
        }
        return List.copyOf(kept);
    }

    private static PageTableState pageTable(JsonFields table) {
        List<EntryRun> runs = table.objects("runs", run -> {
            long offset = offset(run);
            return new EntryRun(offset, pages(run, offset), run.text("l"), run.text("fl"));
        });
        checkOrder(
                runs.stream().map(run -> new long[] {run.offset(), run.pages()}).toList(), table);
        return new PageTableState(table.text("pmds"), runs);
    }

    private static void checkOrder(List<long[]> runs, JsonFields place) {
        long end = 0;
        for (long[] run : runs) {
            if (run[0] < end) {
                throw place.error("runs of pages overlap or are out of order at page " + run[0]);
            }
            end = run[0] + run[1];
        }
    }
}
