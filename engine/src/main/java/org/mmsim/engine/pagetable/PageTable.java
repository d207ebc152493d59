package org.mmsim.engine.pagetable;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The radix tree of one address space. Changed only by the facts of {@code Machine.apply}. */
public final class PageTable {
    private final PageTableFormat format;
    private @Nullable Table root;

    public PageTable(PageTableFormat format) {
        this.format = format;
    }

    public PageTableFormat format() {
        return format;
    }

    public Table root() {
        return Objects.requireNonNull(root);
    }

    /** Gives the address space its top table. */
    public void setRoot(long address) {
        root = new Table(format, format.levels() - 1, 0, address);
    }

    /** The table of {@code level} that maps {@code va}, or null if there is none. */
    public @Nullable Table table(long va, int level) {
        Table table = root;
        while (table != null && table.level > level) {
            table = table.child(format.index(table.level, va));
        }
        return table;
    }

    /** The table of {@code level} that maps {@code va}, where it is known to be there. */
    public Table existingTable(long va, int level) {
        return Objects.requireNonNull(table(va, level));
    }

    /** The entry of {@code level} for {@code va}; 0 where there is no table for it. */
    public long entry(long va, int level) {
        Table table = table(va, level);
        return table == null ? 0 : table.entry(format.index(level, va));
    }

    /** The leaf that maps {@code va}, or 0. */
    public long leaf(long va) {
        int level = leafLevel(va);
        return level < 0 ? 0 : entry(va, level);
    }

    /** Level of the leaf that maps {@code va}, or −1. */
    public int leafLevel(long va) {
        Table table = root;
        while (table != null) {
            int index = format.index(table.level, va);
            long entry = table.entry(index);
            if (!format.present(entry)) {
                return -1;
            }
            if (format.leaf(entry)) {
                return table.level;
            }
            table = table.child(index);
        }
        return -1;
    }

    /** Writes an entry; a table entry brings an empty table with it, 0 removes what was there. */
    public void set(long va, int level, long entry) {
        Table table = existingTable(va, level);
        int index = format.index(level, va);
        boolean points = format.present(entry) && !format.leaf(entry);
        if (points && level == 0) {
            throw new IllegalArgumentException("a table entry in a PTE table: 0x" + Long.toHexString(entry));
        }
        long childVa = va & -format.span(level);
        @Nullable Table child = points ? new Table(format, level - 1, childVa, format.tableAddress(entry)) : null;
        table.set(index, entry, child);
    }

    /** Calls the visitor for every leaf from {@code from} (inclusive) to {@code to} (exclusive), in address order. */
    public void leaves(long from, long to, LeafVisitor visitor) {
        if (root != null) {
            leaves(root, from, to, visitor);
        }
    }

    private void leaves(Table table, long from, long to, LeafVisitor visitor) {
        long span = format.span(table.level);
        for (int i = table.nextUsed(0); i < table.size(); i = table.nextUsed(i + 1)) {
            long va = table.va + i * span;
            if (va >= to || va + span <= from) {
                continue;
            }
            Table child = table.child(i);
            if (child != null) {
                leaves(child, from, to, visitor);
            } else {
                visitor.leaf(va, table.level, table.entry(i));
            }
        }
    }

    /** Takes one leaf. */
    @FunctionalInterface
    public interface LeafVisitor {
        void leaf(long va, int level, long entry);
    }
}
