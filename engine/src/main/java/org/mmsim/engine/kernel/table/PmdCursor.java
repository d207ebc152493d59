package org.mmsim.engine.kernel.table;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.pagetable.PageTable;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;

/** Goes through the PMD entries in use of a range, in address order. */
public final class PmdCursor {
    private final PageTable pageTable;
    private final PageTableFormat format;
    private final long to;
    /** Where the next entry is looked for. */
    private long cursor;

    private @Nullable Table table;
    private long va;

    public PmdCursor(PageTable pageTable, long from, long to) {
        this.pageTable = pageTable;
        this.to = to;
        format = pageTable.format();
        cursor = from & -format.span(1);
    }

    /** Table of the entry that was found. */
    public Table table() {
        return Objects.requireNonNull(table, "no PMD has been found");
    }

    /** First address of the entry that was found. */
    public long va() {
        return va;
    }

    /** The entry as it is now. */
    public long entry() {
        return table().entry(format.index(1, va));
    }

    /** Whether the entry is a huge page's. */
    public boolean huge() {
        return format.leaf(1, entry());
    }

    /** Leaves the entry behind; without this it is found again. */
    public void advance() {
        cursor = va + format.span(1);
    }

    /** Moves to the next entry in use, passing over tables that are not there; false at the end of the range. */
    public boolean find() {
        while (cursor < to) {
            Table at = pageTable.root();
            while (at.level > 1) {
                Table child = at.child(format.index(at.level, cursor));
                if (child == null) {
                    break;
                }
                at = child;
            }
            int used = at.nextUsed(format.index(at.level, cursor));
            long next = at.va + used * format.span(at.level);
            if (at.level == 1 && used < at.size()) {
                table = at;
                va = next;
                cursor = va;
                return va < to;
            }
            cursor = Math.max(cursor, next);
        }
        return false;
    }
}
