package org.mmsim.engine.tlb;

import java.util.function.IntConsumer;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.profile.TlbGeometry;
import org.mmsim.engine.profile.TlbLevel;
import org.mmsim.engine.snapshot.StateInput;
import org.mmsim.engine.snapshot.StateOutput;

/**
 * One CPU's translations: set-associative, all page sizes together, tagged with the address space.
 * A full set gives way in turn, so that the contents follow from the fills and invalidations alone.
 */
public final class Tlb {
    private final PageTableFormat format;
    private final int ways;
    private final int sets;
    private final long[] mm;
    private final long[] va;
    private final byte[] level;
    private final long[] entry;
    private final byte[] nextWay;
    private final int[] usedOfLevel = new int[2];
    private int used;

    public Tlb(TlbGeometry geometry, PageTableFormat format) {
        this.format = format;
        TlbLevel last = geometry.l2() == null ? geometry.l1() : geometry.l2();
        ways = last.ways();
        sets = last.sets();
        mm = new long[sets * ways];
        va = new long[sets * ways];
        level = new byte[sets * ways];
        entry = new long[sets * ways];
        nextWay = new byte[sets];
    }

    /** Number of places, used or not. */
    public int capacity() {
        return entry.length;
    }

    public int used() {
        return used;
    }

    public long entryAt(int place) {
        return entry[place];
    }

    public long mmAt(int place) {
        return mm[place];
    }

    public long vaAt(int place) {
        return va[place];
    }

    public int levelAt(int place) {
        return level[place];
    }

    /** The place of the cached leaf for an address, or −1. */
    public int lookup(long mm, long address) {
        for (int l = 0; l <= 1; l++) {
            int place = find(mm, address & -format.span(l), l);
            if (place >= 0) {
                return place;
            }
        }
        return -1;
    }

    private int find(long wantedMm, long wantedVa, int wantedLevel) {
        int first = set(wantedVa, wantedLevel) * ways;
        for (int place = first; place < first + ways; place++) {
            if (entry[place] != 0 && mm[place] == wantedMm && va[place] == wantedVa && level[place] == wantedLevel) {
                return place;
            }
        }
        return -1;
    }

    private int set(long address, int l) {
        return (int) ((address >>> format.shift(l)) % sets);
    }

    /** Caches a leaf and returns the one that had to go, or 0. */
    public long fill(long newMm, long address, int newLevel, long newEntry) {
        long base = address & -format.span(newLevel);
        int set = set(base, newLevel);
        int place = find(newMm, base, newLevel);
        if (place < 0) {
            place = freePlace(set);
        }
        if (place < 0) {
            place = set * ways + nextWay[set];
            nextWay[set] = (byte) ((nextWay[set] + 1) % ways);
        }
        long victim = entry[place];
        if (victim != 0) {
            usedOfLevel[level[place]]--;
            used--;
        }
        used++;
        usedOfLevel[newLevel]++;
        mm[place] = newMm;
        va[place] = base;
        level[place] = (byte) newLevel;
        entry[place] = newEntry;
        return victim;
    }

    private int freePlace(int set) {
        for (int place = set * ways; place < (set + 1) * ways; place++) {
            if (entry[place] == 0) {
                return place;
            }
        }
        return -1;
    }

    /** How many translations {@link #invalidate} would drop. */
    public int count(long wantedMm, long from, long length) {
        return match(wantedMm, from, length, place -> {});
    }

    /**
     * Drops what translates an address of the range, or everything of the address space if length is
     * 0, and tells the visitor each leaf that went.
     *
     * @return number of translations dropped
     */
    public int invalidate(long wantedMm, long from, long length, EntryVisitor visitor) {
        return match(wantedMm, from, length, place -> drop(place, visitor));
    }

    private int match(long wantedMm, long from, long length, IntConsumer action) {
        int matches = 0;
        if (length == 0) {
            for (int place = 0; used > 0 && place < entry.length; place++) {
                if (entry[place] != 0 && mm[place] == wantedMm) {
                    action.accept(place);
                    matches++;
                }
            }
            return matches;
        }
        for (int l = 0; l <= 1; l++) {
            long span = format.span(l);
            for (long at = from & -span; usedOfLevel[l] > 0 && at < from + length; at += span) {
                int place = find(wantedMm, at, l);
                if (place >= 0) {
                    action.accept(place);
                    matches++;
                }
            }
        }
        return matches;
    }

    private void drop(int place, EntryVisitor visitor) {
        visitor.entry(entry[place]);
        entry[place] = 0;
        used--;
        usedOfLevel[level[place]]--;
    }

    /** Takes one cached leaf. */
    @FunctionalInterface
    public interface EntryVisitor {
        void entry(long entry);
    }

    /** Writes what is cached, where, and what goes next. */
    public void save(StateOutput out) {
        out.unsigned(used);
        int last = -1;
        long lastVa = 0;
        for (int place = 0; place < entry.length; place++) {
            if (entry[place] != 0) {
                out.unsigned(place - last);
                out.unsigned(mm[place]);
                out.signed(va[place] - lastVa);
                out.unsigned(level[place]);
                out.unsigned(entry[place]);
                last = place;
                lastVa = va[place];
            }
        }
        for (byte way : nextWay) {
            out.unsigned(way);
        }
    }

    /** Fills an empty TLB with what {@link #save} wrote. */
    public void restore(StateInput in) {
        used = in.upTo(entry.length, "number of TLB entries");
        int place = -1;
        long lastVa = 0;
        for (int i = 0; i < used; i++) {
            place = in.next(place, entry.length, "TLB entries");
            mm[place] = in.unsigned();
            va[place] = lastVa + in.signed();
            level[place] = (byte) in.upTo(usedOfLevel.length - 1, "level of a TLB entry");
            entry[place] = in.unsigned();
            if (entry[place] == 0) {
                throw in.damaged("a TLB entry is empty");
            }
            usedOfLevel[level[place]]++;
            lastVa = va[place];
        }
        for (int set = 0; set < sets; set++) {
            nextWay[set] = (byte) in.upTo(ways - 1, "next way of a TLB");
        }
    }
}
