package org.mmsim.engine.check;

import static org.mmsim.protocol.Event.OPERATION_FINISHED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PROCESS_ENDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTES_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTES_SET_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_SET_FIELD_NUMBER;

import java.util.Arrays;
import org.mmsim.engine.event.Fact;
import org.mmsim.engine.event.Recorder;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.pagetable.MigrationEntry;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.protocol.Check;

/** What the page table holds: rss agrees with it, and powerpc never sets over a valid entry (PT-7). */
final class PageTableChecks {
    private final Machine machine;
    private final PageTableFormat format;
    private final Violations violations;
    /** Base pages that leaves map, or will map again after a migration, by mm. */
    private long[] present = new long[8];

    PageTableChecks(Machine machine, Violations violations) {
        this.machine = machine;
        this.format = machine.format();
        this.violations = violations;
    }

    void observe(Recorder recorder) {
        recorder.observe(this::set, PTE_SET_FIELD_NUMBER);
        recorder.observe(f -> count(f.a, f.c), PTES_SET_FIELD_NUMBER);
        recorder.observe(f -> count(f.a, -pages(f.d, (int) f.c)), PTE_CLEARED_FIELD_NUMBER);
        recorder.observe(f -> count(f.a, -presentPages(f)), PTES_CLEARED_FIELD_NUMBER);
        recorder.observe(f -> rss(machine.mmOfThread((int) f.a)), OPERATION_FINISHED_FIELD_NUMBER);
        recorder.observe(f -> rss((int) f.a), PROCESS_ENDED_FIELD_NUMBER);
    }

    private void set(Fact f) {
        long old = machine.mm((int) f.a).pageTable().entry(f.b, (int) f.c);
        boolean invalidating = format.present(f.d) && !format.valid(f.d);
        if (format.valid(old) && !invalidating) {
            violations.report(Check.CHECK_SET_OVER_VALID, f.b, old);
        }
        count(f.a, pages(f.d, (int) f.c) - pages(old, (int) f.c));
    }

    private long presentPages(Fact f) {
        Table table = machine.mm((int) f.a).pageTable().existingTable(f.b, 0);
        long present = 0;
        for (int i = 0; i < f.c; i++) {
            present += pages(table.entry(format.index(0, f.b) + i), 0);
        }
        return present;
    }

    /** Base pages of rss that an entry stands for: those it maps, and one that is in migration. */
    private long pages(long entry, int level) {
        if (level == 0 && MigrationEntry.is(format, entry)) {
            return 1;
        }
        return format.present(entry) && format.leaf(level, entry) && machine.mapsNormalPage(entry)
                ? 1L << machine.order(level)
                : 0;
    }

    private void count(long mm, long pages) {
        if (mm >= present.length) {
            present = Arrays.copyOf(present, 2 * (int) mm);
        }
        present[(int) mm] += pages;
    }

    /** While a lock of a table is held the two may differ. */
    private void rss(int id) {
        Mm mm = machine.mm(id);
        long mapped = id < present.length ? present[id] : 0;
        if (!machine.tableLocked() && mm.rssPages() != mapped) {
            violations.report(Check.CHECK_RSS, mm.rssPages(), mapped);
        }
    }
}
