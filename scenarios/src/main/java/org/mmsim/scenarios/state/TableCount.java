package org.mmsim.scenarios.state;

import org.jspecify.annotations.Nullable;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.pagetable.PageTable;
import org.mmsim.engine.pagetable.Table;

/** How many page tables an address space has. */
final class TableCount {
    private final long[] byLevel;
    private long deposited;

    private TableCount(int levels) {
        byLevel = new long[levels];
    }

    static TableCount of(Mm mm) {
        PageTable tables = mm.pageTable();
        int levels = tables.format().levels();
        TableCount count = new TableCount(levels);
        count.add(tables.table(0, levels - 1));
        return count;
    }

    private void add(@Nullable Table table) {
        if (table == null) {
            return;
        }
        byLevel[table.level]++;
        deposited += table.deposits().size();
        for (int i = table.nextUsed(0); i < table.size(); i = table.nextUsed(i + 1)) {
            add(table.child(i));
        }
    }

    /** Tables whose entries are of a level. */
    long ofLevel(int level) {
        return byLevel[level];
    }

    /** PTE tables parked for splits of huge leaves. */
    long deposited() {
        return deposited;
    }

    int levels() {
        return byLevel.length;
    }
}
