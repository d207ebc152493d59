package org.mmsim.engine.tlb;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.profile.TlbLevel;
import org.mmsim.engine.snapshot.StateInput;
import org.mmsim.engine.snapshot.StateOutput;

/** Pointers to tables that a walk has been through, so that the next one can begin there (paging-structure cache, PWC). */
public final class WalkCache {
    private static final long NONE = -1;

    private final PageTableFormat format;
    private final TranslationCounts counts;
    private final int sets;
    private final int ways;
    private final Turns turns;
    private final int[] asid;
    private final int[] mm;
    private final long[] va;
    private final byte[] level;
    private final long[] table;
    private final int[] usedOfLevel;
    private int used;
    private long fills;

    WalkCache(@Nullable TlbLevel geometry, PageTableFormat format, TranslationCounts counts, boolean random) {
        this.format = format;
        this.counts = counts;
        sets = geometry == null ? 0 : geometry.sets();
        ways = geometry == null ? 0 : geometry.ways();
        turns = new Turns(sets, ways, random);
        int capacity = sets * ways;
        asid = new int[capacity];
        mm = new int[capacity];
        va = new long[capacity];
        level = new byte[capacity];
        table = new long[capacity];
        Arrays.fill(table, NONE);
        usedOfLevel = new int[format.levels()];
    }

    public int capacity() {
        return table.length;
    }

    public int used() {
        return used;
    }

    /** Physical address of the table that a place points to, or −1 if the place is free. */
    public long tableAt(int place) {
        return table[place];
    }

    public int asidAt(int place) {
        return asid[place];
    }

    /** The mm that the pointer was read for, which the hardware does not know. */
    public int mmAt(int place) {
        return mm[place];
    }

    /** First address that the table maps. */
    public long vaAt(int place) {
        return va[place];
    }

    /** Level of the entries of the table. */
    public int levelAt(int place) {
        return level[place];
    }

    /** Address of the table of a level for {@code address}, or −1. */
    public long lookup(int tag, long address, int ofLevel) {
        int place = usedOfLevel[ofLevel] == 0 ? -1 : find(tag, base(address, ofLevel), ofLevel);
        return place < 0 ? NONE : table[place];
    }

    private long base(long address, int ofLevel) {
        return address & -format.span(ofLevel + 1);
    }

    private int set(long base, int ofLevel) {
        return (int) ((base >>> format.shift(ofLevel + 1)) % sets);
    }

    private int find(int tag, long base, int ofLevel) {
        int first = set(base, ofLevel) * ways;
        for (int place = first; place < first + ways; place++) {
            if (va[place] == base && level[place] == ofLevel && asid[place] == tag && table[place] != NONE) {
                return place;
            }
        }
        return -1;
    }

    /** Keeps the pointer to the table of a level for {@code address}. */
    public void fill(int tag, int ofMm, long address, int ofLevel, long pointer) {
        if (sets == 0) {
            return;
        }
        fills++;
        long base = base(address, ofLevel);
        int place = find(tag, base, ofLevel);
        if (place < 0) {
            place = placeFor(base, ofLevel);
        }
        if (table[place] != NONE) {
            drop(place);
        }
        used++;
        usedOfLevel[ofLevel]++;
        asid[place] = tag;
        mm[place] = ofMm;
        va[place] = base;
        level[place] = (byte) ofLevel;
        table[place] = pointer;
        counts.addPointer(pointer, 1);
    }

    private int placeFor(long base, int ofLevel) {
        int set = set(base, ofLevel);
        for (int place = set * ways; place < (set + 1) * ways; place++) {
            if (table[place] == NONE) {
                return place;
            }
        }
        return set * ways + turns.next(set, fills);
    }

    private void drop(int place) {
        counts.addPointer(table[place], -1);
        usedOfLevel[level[place]]--;
        table[place] = NONE;
        used--;
    }

    /** Drops the pointers to tables that map an address of the range, or all of the address space if length is 0. */
    void invalidate(int tag, long from, long length) {
        for (int place = 0; used > 0 && place < table.length; place++) {
            if (table[place] != NONE
                    && asid[place] == tag
                    && (length == 0 || va[place] < from + length && from < va[place] + format.span(level[place] + 1))) {
                drop(place);
            }
        }
    }

    void clear() {
        for (int place = 0; used > 0 && place < table.length; place++) {
            if (table[place] != NONE) {
                drop(place);
            }
        }
    }

    void save(StateOutput out) {
        out.unsigned(fills);
        out.unsigned(used);
        int last = -1;
        for (int place = 0; place < table.length; place++) {
            if (table[place] != NONE) {
                out.unsigned(place - last);
                out.unsigned(asid[place]);
                out.unsigned(mm[place]);
                out.unsigned(va[place]);
                out.unsigned(level[place]);
                out.unsigned(table[place]);
                last = place;
            }
        }
        turns.save(out);
    }

    void restore(StateInput in) {
        fills = in.unsigned();
        used = in.upTo(table.length, "number of walk-cache entries");
        int place = -1;
        for (int i = 0; i < used; i++) {
            place = in.next(place, table.length, "walk-cache entries");
            asid[place] = in.upTo(Integer.MAX_VALUE, "tag of a walk-cache entry");
            mm[place] = in.upTo(Integer.MAX_VALUE, "mm of a walk-cache entry");
            va[place] = in.unsigned();
            level[place] = (byte) in.upTo(format.levels() - 2, "level of a walk-cache entry");
            table[place] = in.upTo(Long.MAX_VALUE, "table of a walk-cache entry");
            usedOfLevel[level[place]]++;
            counts.addPointer(table[place], 1);
        }
        turns.restore(in);
    }
}
