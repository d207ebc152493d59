package org.mmsim.engine.pagetable;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.snapshot.StateInput;
import org.mmsim.engine.snapshot.StateOutput;

/** The radix tree of one address space. Changed only by the facts of {@code Machine.apply}. */
public final class PageTable {
    private final PageTableFormat format;
    private @Nullable Table root;
    /** Tables that no entry points to any more and that have not been freed, by physical address. */
    private final Map<Long, Table> unlinked = new TreeMap<>();

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
        Table child = below(level, va, entry);
        Table old = table.child(index);
        if (old != null) {
            unlinked.put(old.address, old);
        }
        if (child != null) {
            unlinked.remove(child.address);
        }
        table.set(index, entry, child);
    }

    /** A table has been freed. */
    public void forget(long address) {
        unlinked.remove(address);
    }

    /**
     * The table that a pointer read some time ago leads to: one that maps {@code va}, one that has been unlinked or moved
     * elsewhere since then, or null if it has been freed.
     */
    public @Nullable Table reached(long va, int level, long address) {
        Table linked = table(va, level);
        if (linked != null && linked.address == address) {
            return linked;
        }
        Table left = unlinked.get(address);
        return left != null || root == null ? left : search(root, address);
    }

    private static @Nullable Table search(Table table, long address) {
        if (table.address == address) {
            return table;
        }
        for (int i = 0; table.level > 0 && i < table.size(); i++) {
            Table child = table.child(i);
            Table found = child == null ? null : search(child, address);
            if (found != null) {
                return found;
            }
        }
        return null;
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

    /** The empty table that an entry brings with it, or null if it points to none. */
    private @Nullable Table below(int level, long va, long entry) {
        if (!points(level, entry)) {
            return null;
        }
        if (level == 0) {
            throw new IllegalArgumentException("a table entry in a PTE table: 0x" + Long.toHexString(entry));
        }
        return new Table(format, level - 1, va & -format.span(level), format.tableAddress(entry));
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
        out.unsigned(unlinked.size());
        unlinked.forEach((address, table) -> {
            out.unsigned(address);
            out.unsigned(table.va);
            out.unsigned(table.level);
            save(table, out);
        });
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
        for (int left = in.count("unlinked tables"); left > 0; left--) {
            long address = in.unsigned();
            long va = in.unsigned();
            int level = in.upTo(format.levels() - 2, "level of an unlinked table");
            in.room(Table.footprintBytes(format, level));
            Table table = new Table(format, level, va, address);
            restore(table, in);
            unlinked.put(address, table);
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
            table.set(index, entry, below(table.level, table.va + index * format.span(table.level), entry));
        });
        for (int i = table.nextUsed(0); i < table.size(); i = table.nextUsed(i + 1)) {
            Table child = table.child(i);
            if (child != null) {
                restore(child, in);
            }
        }
    }
}
