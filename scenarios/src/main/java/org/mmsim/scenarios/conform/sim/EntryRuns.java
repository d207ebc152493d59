package org.mmsim.scenarios.conform.sim;

import java.util.ArrayList;
import java.util.List;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.pagetable.PageTable;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.scenarios.conform.recording.RegionState.EntryRun;
import org.mmsim.scenarios.conform.recording.RegionState.PageTableState;
import org.mmsim.scenarios.conform.script.Region;
import org.mmsim.scenarios.procfs.EntryLetters;
import org.mmsim.scenarios.view.Levels;

/** The entries of the page table for a region, from the words that the hardware reads. */
final class EntryRuns {
    private static final int PMD = 1;

    private final PageTable table;
    private final PageTableFormat format;
    private final Region region;
    private final EntryLetters letters;
    private final List<EntryRun> runs = new ArrayList<>();

    private EntryRuns(Mm mm, Region region, EntryLetters letters) {
        this.table = mm.pageTable();
        this.format = table.format();
        this.region = region;
        this.letters = letters;
    }

    static PageTableState of(Mm mm, Region region, EntryLetters letters) {
        EntryRuns entries = new EntryRuns(mm, region, letters);
        entries.table.leaves(region.va(), region.va(region.pages()), entries::leaf);
        return new PageTableState(entries.blocks(), List.copyOf(entries.runs));
    }

    /** A character for each entry of the PMD level. */
    private String blocks() {
        StringBuilder blocks = new StringBuilder();
        long end = region.va(region.pages());
        for (long va = region.va() & -format.span(PMD); va < end; va += format.span(PMD)) {
            if (table.table(va, 0) != null) {
                blocks.append('T');
            } else {
                long entry = table.entry(va, PMD);
                blocks.append(entry == 0 ? '.' : format.valid(entry) ? 'B' : 'b');
            }
        }
        return blocks.toString();
    }

    private void leaf(long va, int level, long entry) {
        long pageBytes = format.span(0);
        long first = Math.max(0, (va - region.va()) / pageBytes);
        long last = Math.min(region.pages(), (va + format.span(level) - region.va()) / pageBytes);
        String bits = letters.of(entry);
        String name = Levels.name(level);
        EntryRun before = runs.isEmpty() ? null : runs.get(runs.size() - 1);
        if (before != null
                && before.offset() + before.pages() == first
                && before.level().equals(name)
                && before.bits().equals(bits)) {
            runs.set(runs.size() - 1, new EntryRun(before.offset(), last - before.offset(), name, bits));
        } else {
            runs.add(new EntryRun(first, last - first, name, bits));
        }
    }
}
