package org.mmsim.engine.tlb;

import org.jspecify.annotations.Nullable;
import org.mmsim.engine.pagetable.PageTable;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;

/**
 * One walk of the hardware's: it begins at the lowest table that the walk cache knows, be that table still linked or not,
 * and reads each level once.
 */
public final class TableWalk {
    private final @Nullable Table[] passed;
    private int first;
    private int level;
    private long entry;
    private int levelsRead;
    private long freedTable = -1;
    private @Nullable Table last;

    public TableWalk(PageTable pageTable, WalkCache cache, int asid, long va) {
        PageTableFormat format = pageTable.format();
        passed = new Table[format.levels()];
        first = format.levels() - 1;
        Table table = pageTable.hasRoot() ? pageTable.root() : null;
        for (int l = 0; l < format.levels() - 1; l++) {
            long address = cache.lookup(asid, va, l);
            if (address >= 0) {
                first = l;
                table = pageTable.reached(va, l, address);
                freedTable = table == null ? address : -1;
                break;
            }
        }
        while (table != null) {
            last = table;
            level = table.level;
            passed[level] = table;
            int index = format.index(level, va);
            long read = table.entry(index);
            levelsRead++;
            if (!format.valid(read)) {
                break;
            }
            if (format.leaf(level, read)) {
                entry = read;
                break;
            }
            table = table.child(index);
        }
    }

    /** The leaf, or 0 if the walk ends at an entry that is not valid. */
    public long entry() {
        return entry;
    }

    /** Level of the last entry read. */
    public int level() {
        return level;
    }

    /** Tables that entries were read from. */
    public int levelsRead() {
        return levelsRead;
    }

    /** Address of the freed table that the walk cache led to, or −1. */
    public long freedTable() {
        return freedTable;
    }

    /** Level of the table that the walk began at. */
    public int first() {
        return first;
    }

    /** The table that the last entry was read from, or null if there was none to read. */
    public @Nullable Table last() {
        return last;
    }

    /** Keeps the pointers that the walk has read. */
    public void remember(WalkCache cache, int asid, int mm, long va) {
        for (int l = first - 1; l >= 0; l--) {
            Table table = passed[l];
            if (table != null) {
                cache.fill(asid, mm, va, l, table.address);
            }
        }
    }
}
