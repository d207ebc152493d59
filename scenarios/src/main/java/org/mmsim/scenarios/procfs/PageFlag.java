package org.mmsim.scenarios.procfs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Bits of {@code /proc/kpageflags}, in the order of their numbers. */
public enum PageFlag {
    LOCKED(0, 'L'),
    ERROR(1, 'E'),
    REFERENCED(2, 'R'),
    UPTODATE(3, 'U'),
    DIRTY(4, 'D'),
    LRU(5, 'l'),
    ACTIVE(6, 'A'),
    SLAB(7, 'S'),
    WRITEBACK(8, 'W'),
    RECLAIM(9, 'I'),
    BUDDY(10, 'B'),
    MMAP(11, 'M'),
    ANON(12, 'a'),
    SWAPCACHE(13, 's'),
    SWAPBACKED(14, 'b'),
    COMPOUND_HEAD(15, 'H'),
    COMPOUND_TAIL(16, 'T'),
    HUGETLB(17, 'G'),
    UNEVICTABLE(18, 'u'),
    HWPOISON(19, 'X'),
    NOPAGE(20, 'n'),
    KSM(21, 'x'),
    THP(22, 't'),
    OFFLINE(23, 'o'),
    ZERO(24, 'z'),
    IDLE(25, 'i'),
    PGTABLE(26, 'g'),
    RESERVED(32, 'r'),
    MLOCKED(33, 'm'),
    /** PG_anon_exclusive of the folio's first page. */
    OWNER_2(34, 'd'),
    PRIVATE(35, 'P'),
    PRIVATE_2(36, 'p'),
    OWNER_PRIV(37, 'O'),
    ARCH(38, 'h'),
    SOFTDIRTY(40, 'f'),
    ARCH_2(41, 'H'),
    // From here on they are not in kpageflags: page-types works them out.
    ANON_EXCLUSIVE(47, 'd'),
    READAHEAD(48, 'I'),
    SLUB_FROZEN(50, 'A'),
    SLUB_DEBUG(51, 'E'),
    FILE(61, 'F'),
    SWAP(62, 'w'),
    MMAP_EXCLUSIVE(63, '1');

    private final int bit;
    private final char letter;

    PageFlag(int bit, char letter) {
        this.bit = bit;
        this.letter = letter;
    }

    /** The flag as a set. */
    public long mask() {
        return 1L << bit;
    }

    /** Whether a set has the flag. */
    public boolean in(long flags) {
        return (flags & mask()) != 0;
    }

    /** The name in recordings. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The flags of a set, {@code uptodate,lru,mmap}. */
    public static String names(long flags) {
        List<String> names = new ArrayList<>();
        for (PageFlag flag : values()) {
            if (flag.in(flags)) {
                names.add(flag.label());
            }
        }
        return String.join(",", names);
    }

    /** A letter for each flag of a set and {@code _} for every other, as the kernel's tool page-types prints them. */
    public static String letters(long flags) {
        StringBuilder letters = new StringBuilder();
        for (PageFlag flag : values()) {
            letters.append(flag.in(flags) ? flag.letter : '_');
        }
        return letters.toString();
    }
}
