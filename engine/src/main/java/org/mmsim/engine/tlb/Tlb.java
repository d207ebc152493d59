package org.mmsim.engine.tlb;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.profile.TlbGeometry;
import org.mmsim.engine.profile.TlbLevel;
import org.mmsim.engine.snapshot.StateInput;
import org.mmsim.engine.snapshot.StateOutput;

/**
 * One CPU's translations, tagged with the hardware's number of an address space: PCID, ASID or PID. There is a first
 * level, perhaps another one for huge entries, perhaps a second level for all, and a cache of table pointers. A full set
 * gives way in turn or by the number of the fill, so that the contents follow from fills and invalidations alone.
 */
public final class Tlb {
    /** Kinds of entry: base and huge, each alone or for a block of contiguous ones. */
    private static final int KINDS = 4;

    private final PageTableFormat format;
    private final TranslationCounts counts;
    private final boolean pointersGoTogether;
    private final List<Structure> structures = new ArrayList<>();
    private final Structure l1;
    private final Structure l1Huge;
    private final @Nullable Structure l2;
    private final WalkCache walkCache;
    private final int[] asid;
    private final int[] mm;
    private final long[] va;
    /** 2 · level, plus 1 for a block of contiguous entries. */
    private final byte[] kind;

    private final long[] entry;
    /** Bits of the offset in an entry of each kind. */
    private final int[] shifts = new int[KINDS];

    private int used;
    private long fills;

    /**
     * @param counts told of every translation that comes or goes
     * @param pointersGoTogether whether an invalidation of one address drops every table pointer of its address space, as
     *     INVLPG does (Intel SDM 3A, 4.10.4.1)
     */
    public Tlb(TlbGeometry geometry, PageTableFormat format, TranslationCounts counts, boolean pointersGoTogether) {
        this.format = format;
        this.counts = counts;
        this.pointersGoTogether = pointersGoTogether;
        for (int k = 0; k < KINDS; k++) {
            shifts[k] = format.shift(k >> 1) + ((k & 1) == 0 ? 0 : format.contiguousOrder(k >> 1));
        }
        boolean random = geometry.replacement() == TlbGeometry.Replacement.RANDOM;
        TlbLevel huge = geometry.l1Huge();
        TlbLevel second = geometry.l2();
        l1 = structure("L1", geometry.l1(), random);
        l1Huge = huge == null ? l1 : structure("L1 huge", huge, random);
        l2 = second == null ? null : structure("L2", second, random);
        walkCache = new WalkCache(geometry.walkCache(), format, counts, random);
        int capacity = structures.stream().mapToInt(s -> s.places).sum();
        asid = new int[capacity];
        mm = new int[capacity];
        va = new long[capacity];
        kind = new byte[capacity];
        entry = new long[capacity];
    }

    private Structure structure(String name, TlbLevel level, boolean random) {
        int first = structures.stream().mapToInt(s -> s.places).sum();
        Structure structure = new Structure(name, first, level, random);
        structures.add(structure);
        return structure;
    }

    /** The sets of one level, which take the places from {@code first} on. */
    private static final class Structure {
        final String name;
        final int first;
        final int sets;
        final int ways;
        final int places;
        final Turns turns;
        final int[] usedOfKind = new int[KINDS];

        Structure(String name, int first, TlbLevel level, boolean random) {
            this.name = name;
            this.first = first;
            sets = level.sets();
            ways = level.ways();
            places = level.entries();
            turns = new Turns(sets, ways, random);
        }

        /** Set of a page by its number; a division, which is slow, only where the sets are no power of two. */
        int set(long page) {
            return (int) ((sets & sets - 1) == 0 ? page & sets - 1 : page % sets);
        }
    }

    /** Number of places of all levels, used or not. */
    public int capacity() {
        return entry.length;
    }

    /** Entries in use; a translation that two levels hold counts twice. */
    public int used() {
        return used;
    }

    public WalkCache walkCache() {
        return walkCache;
    }

    /** The leaf at a place, for the first page of its block if it is contiguous; 0 if the place is free. */
    public long entryAt(int place) {
        return entry[place];
    }

    public int asidAt(int place) {
        return asid[place];
    }

    /** The mm that the entry was filled for, which the hardware does not know. */
    public int mmAt(int place) {
        return mm[place];
    }

    public long vaAt(int place) {
        return va[place];
    }

    public int levelAt(int place) {
        return kind[place] >> 1;
    }

    /** Bytes that the entry at a place maps. */
    public long spanAt(int place) {
        return 1L << shift(kind[place]);
    }

    /** Name of the level that a place belongs to. */
    public String structureAt(int place) {
        return structureOf(place).name;
    }

    /** Whether a place is of the second level. */
    public boolean second(int place) {
        return l2 != null && place >= l2.first;
    }

    /** Frame that the entry at a place gives an address. */
    public long frame(int place, long address) {
        return format.frame(entry[place]) + (address - va[place] >>> format.shift(0));
    }

    /** Whether the entry at a place maps an address to the frame. */
    public boolean translatesTo(int place, long frame) {
        long first = format.frame(entry[place]);
        return first <= frame && frame < first + (spanAt(place) >>> format.shift(0));
    }

    private int shift(int ofKind) {
        return shifts[ofKind];
    }

    /** The place of the cached leaf for an address, a first-level one if there is, or −1. */
    public int lookup(int tag, long address) {
        int place = lookup(l1, tag, address);
        if (place < 0 && l1Huge != l1) {
            place = lookup(l1Huge, tag, address);
        }
        return place < 0 && l2 != null ? lookup(l2, tag, address) : place;
    }

    private int lookup(Structure structure, int tag, long address) {
        for (int k = 0; k < KINDS; k++) {
            int place = structure.usedOfKind[k] == 0 ? -1 : find(structure, tag, address, k);
            if (place >= 0) {
                return place;
            }
        }
        return -1;
    }

    private int find(Structure structure, int tag, long address, int wantedKind) {
        int shift = shift(wantedKind);
        long base = address & -1L << shift;
        int first = structure.first + structure.set(base >>> shift) * structure.ways;
        for (int place = first; place < first + structure.ways; place++) {
            if (va[place] == base
                    && kind[place] == wantedKind
                    && entry[place] != 0
                    && (asid[place] == tag || format.global(entry[place]))) {
                return place;
            }
        }
        return -1;
    }

    /** Caches a leaf in the first and second level, each of which may have to give up another. */
    public void fill(int tag, int ofMm, long address, int level, long leaf) {
        boolean block = format.contiguous(leaf) && format.contiguousOrder(level) > 0;
        int newKind = 2 * level + (block ? 1 : 0);
        long base = address & -1L << shift(newKind);
        long first = block ? format.advance(leaf, -((address & -format.span(level)) - base >>> format.shift(0))) : leaf;
        fills++;
        put(firstLevel(level), tag, ofMm, base, newKind, first);
        if (l2 != null) {
            put(l2, tag, ofMm, base, newKind, first);
        }
    }

    /** Copies what the second level has for an address into the first. */
    public void promote(int tag, long address) {
        int place = l2 == null ? -1 : lookup(l2, tag, address);
        if (place >= 0) {
            fills++;
            put(firstLevel(levelAt(place)), asid[place], mm[place], va[place], kind[place], entry[place]);
        }
    }

    private Structure firstLevel(int level) {
        return level == 0 ? l1 : l1Huge;
    }

    private void put(Structure structure, int tag, int ofMm, long base, int newKind, long leaf) {
        int place = find(structure, tag, base, newKind);
        if (place < 0) {
            place = placeFor(structure, base, newKind);
        }
        if (entry[place] != 0) {
            drop(structure, place);
        }
        used++;
        structure.usedOfKind[newKind]++;
        asid[place] = tag;
        mm[place] = ofMm;
        va[place] = base;
        kind[place] = (byte) newKind;
        entry[place] = leaf;
        counts.add(format.frame(leaf), order(newKind), 1);
    }

    private int order(int ofKind) {
        return shift(ofKind) - format.shift(0);
    }

    private int placeFor(Structure structure, long base, int newKind) {
        int set = structure.set(base >>> shift(newKind));
        int first = structure.first + set * structure.ways;
        for (int place = first; place < first + structure.ways; place++) {
            if (entry[place] == 0) {
                return place;
            }
        }
        return first + structure.turns.next(set, fills);
    }

    private void drop(Structure structure, int place) {
        counts.add(format.frame(entry[place]), order(kind[place]), -1);
        structure.usedOfKind[kind[place]]--;
        entry[place] = 0;
        used--;
    }

    /** How many leaves an invalidation would drop; a length of 0 means the whole address space. */
    public int count(int tag, long from, long length) {
        return match(tag, from, length, false);
    }

    /**
     * Drops every entry that translates an address of the range, a global one too, or all entries of the address space
     * but global ones if length is 0.
     *
     * @param leavesOnly whether table pointers may stay
     * @return number of leaves dropped
     */
    public int invalidate(int tag, long from, long length, boolean leavesOnly) {
        if (!leavesOnly) {
            boolean all = length == 0 || pointersGoTogether;
            walkCache.invalidate(tag, all ? 0 : from, all ? 0 : length);
        }
        return match(tag, from, length, true);
    }

    private int match(int tag, long from, long length, boolean drop) {
        int matches = 0;
        for (Structure structure : structures) {
            for (int k = 0; k < KINDS; k++) {
                if (structure.usedOfKind[k] > 0) {
                    matches += length != 0 && (length >>> shift(k)) < structure.places
                            ? matchRange(structure, k, tag, from, length, drop)
                            : matchPlaces(structure, k, tag, from, length, drop);
                }
            }
        }
        return matches;
    }

    private int matchRange(Structure structure, int ofKind, int tag, long from, long length, boolean drop) {
        int matches = 0;
        long span = 1L << shift(ofKind);
        for (long at = from & -span; structure.usedOfKind[ofKind] > 0 && at < from + length; at += span) {
            int place = find(structure, tag, at, ofKind);
            if (place >= 0) {
                matches++;
                if (drop) {
                    drop(structure, place);
                }
            }
        }
        return matches;
    }

    private int matchPlaces(Structure structure, int ofKind, int tag, long from, long length, boolean drop) {
        int matches = 0;
        long span = 1L << shift(ofKind);
        int left = structure.usedOfKind[ofKind];
        for (int place = structure.first; left > 0 && place < structure.first + structure.places; place++) {
            if (entry[place] == 0 || kind[place] != ofKind) {
                continue;
            }
            left--;
            boolean global = format.global(entry[place]);
            boolean meant = length == 0
                    ? asid[place] == tag && !global
                    : (asid[place] == tag || global) && va[place] < from + length && from < va[place] + span;
            if (meant) {
                matches++;
                if (drop) {
                    drop(structure, place);
                }
            }
        }
        return matches;
    }

    /** Writes what is cached, where, and what goes next. */
    public void save(StateOutput out) {
        out.unsigned(fills);
        out.unsigned(used);
        int last = -1;
        long lastVa = 0;
        for (int place = 0; place < entry.length; place++) {
            if (entry[place] != 0) {
                out.unsigned(place - last);
                out.unsigned(asid[place]);
                out.unsigned(mm[place]);
                out.signed(va[place] - lastVa);
                out.unsigned(kind[place]);
                out.unsigned(entry[place]);
                last = place;
                lastVa = va[place];
            }
        }
        structures.forEach(structure -> structure.turns.save(out));
        walkCache.save(out);
    }

    /** Fills an empty TLB with what {@link #save} wrote. */
    public void restore(StateInput in) {
        fills = in.unsigned();
        used = in.upTo(entry.length, "number of TLB entries");
        int place = -1;
        long lastVa = 0;
        for (int i = 0; i < used; i++) {
            place = in.next(place, entry.length, "TLB entries");
            asid[place] = in.upTo(Integer.MAX_VALUE, "tag of a TLB entry");
            mm[place] = in.upTo(Integer.MAX_VALUE, "mm of a TLB entry");
            va[place] = lastVa + in.signed();
            kind[place] = (byte) in.upTo(KINDS - 1, "kind of a TLB entry");
            entry[place] = in.unsigned();
            if (entry[place] == 0) {
                throw in.damaged("a TLB entry is empty");
            }
            structureOf(place).usedOfKind[kind[place]]++;
            counts.add(format.frame(entry[place]), order(kind[place]), 1);
            lastVa = va[place];
        }
        structures.forEach(structure -> structure.turns.restore(in));
        walkCache.restore(in);
    }

    private Structure structureOf(int place) {
        Structure found = l1;
        for (Structure structure : structures) {
            found = place >= structure.first ? structure : found;
        }
        return found;
    }
}
