package org.mmsim.engine.pagetable;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.snapshot.StateInput;
import org.mmsim.engine.snapshot.StateOutput;

/** One table: entry words as the hardware reads them, and the Java objects of the tables they point to. */
public final class Table {
    /** Level of the entries. */
    public final int level;

    /** First address that the table maps. */
    public final long va;

    /** Physical address. */
    public final long address;

    private static final @Nullable Table[] NO_CHILDREN = new Table[0];
    private final long[] entries;
    private final @Nullable Table[] children;
    /** PTE tables parked for the splits of this table's huge leaves (pgtable_trans_huge_deposit), oldest first. */
    private final Deque<Long> deposits = new ArrayDeque<>(0);

    private int used;

    Table(PageTableFormat format, int level, long va, long address) {
        this.level = level;
        this.va = va;
        this.address = address;
        entries = new long[1 << format.indexBits(level)];
        children = level == 0 ? NO_CHILDREN : new Table[entries.length];
    }

    private Table(Table old, long distance) {
        level = old.level;
        va = old.va + distance;
        address = old.address;
        entries = old.entries;
        children = old.children;
        deposits.addAll(old.deposits);
        used = old.used;
        for (int i = 0; i < children.length; i++) {
            Table child = children[i];
            children[i] = child == null ? null : new Table(child, distance);
        }
    }

    /** The table as it maps the addresses {@code distance} further on; it takes over what is in this one. */
    Table moved(long distance) {
        return new Table(this, distance);
    }

    public int size() {
        return entries.length;
    }

    public long entry(int index) {
        return entries[index];
    }

    /** The table below an entry that points to one, else null. */
    public @Nullable Table child(int index) {
        return level == 0 ? null : children[index];
    }

    /** Whether no entry is in use. */
    public boolean empty() {
        return used == 0;
    }

    /** Index of the first entry from {@code from} on that is in use, or {@link #size()}. */
    public int nextUsed(int from) {
        int index = from;
        while (index < entries.length && entries[index] == 0) {
            index++;
        }
        return index;
    }

    public Deque<Long> deposits() {
        return deposits;
    }

    /** Writes an entry; only {@code Machine.apply} does. */
    public void set(int index, long entry, @Nullable Table child) {
        used += (entries[index] == 0 ? 1 : 0) - (entry == 0 ? 1 : 0);
        entries[index] = entry;
        if (level > 0) {
            children[index] = child;
        }
    }

    /** Memory that a table of a level takes here, in bytes. */
    static long footprintBytes(PageTableFormat format, int level) {
        return (level == 0 ? 8L : 16L) << format.indexBits(level);
    }

    /** Neighbours mostly differ as their neighbours do, which makes the second difference the smallest number. */
    void save(StateOutput out) {
        out.unsigned(used);
        int last = -1;
        long entry = 0;
        long step = 0;
        for (int i = nextUsed(0); i < size(); i = nextUsed(i + 1)) {
            out.unsigned(i - last);
            out.signed(entries[i] - entry - step);
            step = entries[i] - entry;
            entry = entries[i];
            last = i;
        }
        out.unsigned(deposits.size());
        long deposit = 0;
        step = 0;
        for (long next : deposits) {
            out.signed(next - deposit - step);
            step = next - deposit;
            deposit = next;
        }
    }

    /** Reads what {@link #save} wrote; the entries go to the sink, which knows how to set them. */
    void restore(StateInput in, EntrySink sink) {
        int index = -1;
        long entry = 0;
        long step = 0;
        for (int left = in.upTo(size(), "number of entries"); left > 0; left--) {
            index = in.next(index, size(), "entries");
            step += in.signed();
            entry += step;
            if (entry == 0) {
                throw in.damaged("an entry in use is 0");
            }
            sink.set(index, entry);
        }
        long deposit = 0;
        step = 0;
        for (int left = in.count("deposited tables"); left > 0; left--) {
            step += in.signed();
            deposit += step;
            deposits.addLast(deposit);
        }
    }

    /** Takes one entry. */
    @FunctionalInterface
    interface EntrySink {
        void set(int index, long entry);
    }
}
