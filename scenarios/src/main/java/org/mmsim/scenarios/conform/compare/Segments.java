package org.mmsim.scenarios.conform.compare;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmsim.scenarios.conform.recording.PageRun;

/** Two lists of runs, cut so that a piece lies in at most one run of each. */
final class Segments {

    private Segments() {}

    /** Takes the pages [from, to), which are in one run of each list, or in none of it. */
    @FunctionalInterface
    interface Visitor {
        void segment(long from, long to, @Nullable PageRun a, @Nullable PageRun b);
    }

    /** Visits the pages that are in a run of either list, in order. Runs are in order and do not overlap. */
    static void forEach(List<PageRun> a, List<PageRun> b, Visitor visitor) {
        int i = 0;
        int j = 0;
        long page = 0;
        while (i < a.size() || j < b.size()) {
            PageRun x = i < a.size() ? a.get(i) : null;
            PageRun y = j < b.size() ? b.get(j) : null;
            page = Math.max(page, Math.min(start(x), start(y)));
            boolean inX = x != null && start(x) <= page;
            boolean inY = y != null && start(y) <= page;
            long to = Math.min(inX ? end(x) : start(x), inY ? end(y) : start(y));
            visitor.segment(page, to, inX ? x : null, inY ? y : null);
            page = to;
            i += x != null && end(x) <= page ? 1 : 0;
            j += y != null && end(y) <= page ? 1 : 0;
        }
    }

    private static long start(@Nullable PageRun run) {
        return run == null ? Long.MAX_VALUE : run.offset();
    }

    private static long end(@Nullable PageRun run) {
        return run == null ? Long.MAX_VALUE : run.end();
    }
}
