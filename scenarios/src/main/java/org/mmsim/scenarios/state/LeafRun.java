package org.mmsim.scenarios.state;

import java.util.ArrayList;
import java.util.List;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.pagetable.PageTableFormat;

/**
 * Neighbouring leaves of a page table that are alike: same level, same permissions and flags.
 *
 * @param end one past the last address
 * @param entry the first leaf
 * @param contiguous whether each leaf's frames follow those of the one before
 */
record LeafRun(long start, long end, int level, long leaves, long entry, boolean contiguous) {

    /**
     * The leaves of an address space from an address to another, in order.
     *
     * @param exact whether a run ends where frames do not follow each other
     */
    static List<LeafRun> of(Mm mm, long from, long to, boolean exact) {
        PageTableFormat format = mm.pageTable().format();
        Collector collector = new Collector(format, exact);
        mm.pageTable().leaves(from, to, collector::leaf);
        return collector.runs;
    }

    private static final class Collector {
        private final PageTableFormat format;
        private final boolean exact;
        private final List<LeafRun> runs = new ArrayList<>();

        Collector(PageTableFormat format, boolean exact) {
            this.format = format;
            this.exact = exact;
        }

        void leaf(long va, int level, long entry) {
            long span = format.span(level);
            LeafRun last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
            if (last != null && last.end == va && last.level == level && flags(last.entry) == flags(entry)) {
                long expected = format.frame(last.entry) + (last.leaves << format.shift(level) - format.shift(0));
                boolean follows = format.frame(entry) == expected;
                if (follows || !exact) {
                    runs.set(
                            runs.size() - 1,
                            new LeafRun(
                                    last.start,
                                    va + span,
                                    level,
                                    last.leaves + 1,
                                    last.entry,
                                    last.contiguous && follows));
                    return;
                }
            }
            runs.add(new LeafRun(va, va + span, level, 1, entry, true));
        }

        /** What is left of a leaf without its frame. */
        private long flags(long entry) {
            return entry - (format.frame(entry) << format.shift(0));
        }
    }
}
