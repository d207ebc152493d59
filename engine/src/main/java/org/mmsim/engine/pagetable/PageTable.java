package org.mmsim.engine.pagetable;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.snapshot.StateInput;
import org.mmsim.engine.snapshot.StateOutput;

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

    /** The top table, which an address space has from its beginning on. */
    public Table root() {
        return Objects.requireNonNull(root, "no top table");
    }

    /** Whether the address space has got its top table. */
    public boolean hasRoot() {
        return root != null;
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

    /** The table of {@code level} that maps {@code va} and is known to be there. */
    public Table existingTable(long va, int level) {
        return Objects.requireNonNull(table(va, level), "no table for the address");
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
            if (format.leaf(table.level, entry)) {
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
        boolean points = points(level, entry);
        if (points && level == 0) {
            throw new IllegalArgumentException("a table entry in a PTE table: 0x" + Long.toHexString(entry));
        }
        long childVa = va & -format.span(level);
        Table child = points ? new Table(format, level - 1, childVa, format.tableAddress(entry)) : null;
        table.set(index, entry, child);
    }

    /** Hangs the table below one entry of a level below another, which is empty. */
    public void move(long from, long to, int level) {
        Table source = existingTable(from, level);
        Table target = existingTable(to, level);
        int sourceIndex = format.index(level, from);
        int targetIndex = format.index(level, to);
        Table child = Objects.requireNonNull(source.child(sourceIndex), "no table to move");
        if (target.entry(targetIndex) != 0) {
            throw new IllegalArgumentException("a table moves over 0x" + Long.toHexString(target.entry(targetIndex)));
        }
        target.set(targetIndex, source.entry(sourceIndex), child.moved(to - from));
        source.set(sourceIndex, 0, null);
    }

    private boolean points(int level, long entry) {
        return format.present(entry) && !format.leaf(level, entry);
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

    /** Writes the tables from the top down. */
    public void save(StateOutput out) {
        out.flag(root != null);
        if (root != null) {
            out.unsigned(root.address);
            save(root, out);
        }
    }

    private void save(Table table, StateOutput out) {
        table.save(out);
        for (int i = table.nextUsed(0); i < table.size(); i = table.nextUsed(i + 1)) {
            Table child = table.child(i);
            if (child != null) {
                save(child, out);
            }
        }
    }

    /** Fills an empty page table with what {@link #save} wrote. */
    public void restore(StateInput in) {
        if (in.flag()) {
            in.room(Table.footprintBytes(format, format.levels() - 1));
            setRoot(in.unsigned());
            restore(root(), in);
        }
    }

    private void restore(Table table, StateInput in) {
        table.restore(in, (index, entry) -> {
            if (points(table.level, entry)) {
                if (table.level == 0) {
                    throw in.damaged("a table entry in a PTE table");
                }
                in.room(Table.footprintBytes(format, table.level - 1));
            }
            set(table.va + index * format.span(table.level), table.level, entry);
        });
        for (int i = table.nextUsed(0); i < table.size(); i = table.nextUsed(i + 1)) {
            Table child = table.child(i);
            if (child != null) {
                restore(child, in);
            }
        }
    }
}
