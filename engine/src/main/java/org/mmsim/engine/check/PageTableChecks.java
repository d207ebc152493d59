package org.mmsim.engine.check;

import static org.mmsim.protocol.Event.OPERATION_FINISHED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PROCESS_ENDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTES_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTES_SET_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_SET_FIELD_NUMBER;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mmsim.engine.event.Fact;
import org.mmsim.engine.event.Observer;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.memory.PageFlags;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.pagetable.MigrationEntry;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.protocol.Check;

/** What the page table holds: rss agrees with it, and powerpc never sets over a valid entry (PT-7). */
final class PageTableChecks implements Observer {
    private final Machine machine;
    private final PageTableFormat format;
    private final Violations violations;
    /** Base pages that leaves map, or will map again after a migration, by mm. */
    private final Map<Long, Long> present = new TreeMap<>();

    PageTableChecks(Machine machine, Violations violations) {
        this.machine = machine;
        this.format = machine.format();
        this.violations = violations;
    }

    @Override
    public List<Integer> types() {
        return List.of(
                PTE_SET_FIELD_NUMBER,
                PTES_SET_FIELD_NUMBER,
                PTE_CLEARED_FIELD_NUMBER,
                PTES_CLEARED_FIELD_NUMBER,
                OPERATION_FINISHED_FIELD_NUMBER,
                PROCESS_ENDED_FIELD_NUMBER);
    }

    @Override
    public void observe(Fact f) {
        switch (f.type) {
            case PTE_SET_FIELD_NUMBER -> {
                long old = machine.mm((int) f.a).pageTable().entry(f.b, (int) f.c);
                boolean invalidating = format.present(f.d) && !format.valid(f.d);
                if (format.valid(old) && !invalidating) {
                    violations.report(Check.CHECK_SET_OVER_VALID, f.b, old);
                }
                count(f.a, pages(f.d, (int) f.c) - pages(old, (int) f.c));
            }
            case PTES_SET_FIELD_NUMBER -> count(f.a, f.c);
            case PTE_CLEARED_FIELD_NUMBER -> count(f.a, -pages(f.d, (int) f.c));
            case PTES_CLEARED_FIELD_NUMBER -> count(f.a, -presentPages(f));
            case OPERATION_FINISHED_FIELD_NUMBER -> rss(machine.mmOfThread((int) f.a));
            default -> rss((int) f.a);
        }
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
        if (level == 0 && MigrationEntry.is(format, entry)) {
            return 1;
        }
        return format.present(entry) && format.leaf(level, entry) && !zero(entry) ? 1L << machine.order(level) : 0;
    }

    private boolean zero(long entry) {
        return machine.folios().has(machine.folios().head(format.frame(entry)), PageFlags.ZERO);
    }

    private void count(long mm, long pages) {
        present.merge(mm, pages, Long::sum);
    }

    /** While a lock of a table is held the two may differ. */
    private void rss(int id) {
        Mm mm = machine.mm(id);
        long mapped = present.getOrDefault((long) id, 0L);
        if (!machine.tableLocked() && mm.rssPages() != mapped) {
            violations.report(Check.CHECK_RSS, mm.rssPages(), mapped);
        }
    }
}
