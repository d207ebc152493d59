package org.mmsim.engine.pagetable;

import static org.mmsim.engine.mm.VmFlags.VM_EXEC;
import static org.mmsim.engine.mm.VmFlags.VM_READ;
import static org.mmsim.engine.mm.VmFlags.VM_SHARED;
import static org.mmsim.engine.mm.VmFlags.VM_WRITE;

/**
 * powerpc book3s64 radix: PGD 13, PUD 9, PMD 9 index bits, and 9 (4 KiB pages) or 5 (64 KiB pages)
 * for the PTE table. Bits as in arch/powerpc/include/asm/book3s/64/pgtable.h and Power ISA 3.0B,
 * book III, 5.7.10.2 (radix tree entries).
 */
public final class Book3s64Radix implements PageTableFormat {
    private static final long VALID = 1L << 63;
    private static final long LEAF = 1L << 62;
    /** _PAGE_INVALID (SW0): present for software while the hardware must not use the entry. */
    private static final long INVALID = 1L << 61;

    private static final long RPN_MASK = 0x01FF_FFFF_FFFF_F000L;
    private static final long ACCESSED = 0x100;
    private static final long DIRTY = 0x080;
    private static final long PRIVILEGED = 0x008;
    private static final long READ = 0x004;
    private static final long WRITE = 0x002;
    private static final long EXEC = 0x001;
    private static final long SPECIAL = 0x400;
    private static final long SOFT_DIRTY = 0x200;
    private static final long CHANGE_MASK = VALID | LEAF | INVALID | RPN_MASK | ACCESSED | DIRTY | SPECIAL | SOFT_DIRTY;
    private static final int SWAP_TYPE_MASK = 31;
    private static final int SWAP_OFFSET_SHIFT = 12;
    /** _PAGE_SWP_EXCLUSIVE, _PAGE_NON_IDEMPOTENT's place. */
    private static final long SWAP_EXCLUSIVE = 0x020;

    private static final long TABLE_ADDRESS_MASK = 0x0FFF_FFFF_FFFF_FF00L;

    private static final int LEVELS = 4;

    private final int pageShift;
    private final int[] indexBits;
    private final int[] shift = new int[LEVELS];

    /**
     * @param basePageBytes 4096 or 65536
     */
    public Book3s64Radix(int basePageBytes) {
        pageShift = switch (basePageBytes) {
            case 4 << 10 -> 12;
            case 64 << 10 -> 16;
            default -> throw new IllegalArgumentException("no radix page table with pages of " + basePageBytes + " B");
        };
        indexBits = new int[] {pageShift == 12 ? 9 : 5, 9, 9, 13};
        shift[0] = pageShift;
        for (int level = 1; level < LEVELS; level++) {
            shift[level] = shift[level - 1] + indexBits[level - 1];
        }
    }

    @Override
    public int levels() {
        return LEVELS;
    }

    @Override
    public int indexBits(int level) {
        return indexBits[level];
    }

    @Override
    public int shift(int level) {
        return shift[level];
    }

    /** PAGE_NONE has no permission bit at all; private writable memory starts out read-only (PAGE_COPY). */
    @Override
    public long protection(long vmFlags) {
        long read = (vmFlags & (VM_READ | VM_WRITE)) != 0 ? READ : 0;
        long exec = (vmFlags & VM_EXEC) != 0 ? EXEC : 0;
        boolean sharedWrite = (vmFlags & (VM_WRITE | VM_SHARED)) == (VM_WRITE | VM_SHARED);
        long none = read + exec == 0 ? PRIVILEGED : 0;
        return ACCESSED | read | exec | none | (sharedWrite ? WRITE : 0);
    }

    @Override
    public long leaf(int level, long frame, long protection) {
        return VALID | LEAF | (frame << pageShift) & RPN_MASK | protection;
    }

    /** The low five bits are NLS, the index size of the table pointed to. */
    @Override
    public long table(int level, long address) {
        return VALID | address & TABLE_ADDRESS_MASK | indexBits[level - 1];
    }

    @Override
    public boolean present(long entry) {
        return (entry & (VALID | INVALID)) != 0;
    }

    @Override
    public boolean valid(long entry) {
        return (entry & VALID) != 0;
    }

    @Override
    public boolean leaf(int level, long entry) {
        return (entry & LEAF) != 0;
    }

    @Override
    public long invalidated(long entry) {
        return entry & ~VALID | INVALID;
    }

    @Override
    public long frame(long entry) {
        return (entry & RPN_MASK) >>> pageShift;
    }

    @Override
    public long advance(long entry, long frames) {
        return entry + (frames << pageShift);
    }

    /** Leaves of all levels have one format, which is what upstream's value-based walk builds on. */
    @Override
    public long splitLeaf(long hugeLeaf) {
        return hugeLeaf;
    }

    @Override
    public long tableAddress(long entry) {
        return entry & TABLE_ADDRESS_MASK;
    }

    @Override
    public boolean young(long entry) {
        return (entry & ACCESSED) != 0;
    }

    @Override
    public boolean dirty(long entry) {
        return (entry & DIRTY) != 0;
    }

    @Override
    public boolean write(long entry) {
        return (entry & WRITE) != 0;
    }

    @Override
    public boolean special(long entry) {
        return (entry & SPECIAL) != 0;
    }

    @Override
    public boolean softDirty(long entry) {
        return (entry & SOFT_DIRTY) != 0;
    }

    @Override
    public long mkyoung(long entry) {
        return entry | ACCESSED;
    }

    @Override
    public long mkold(long entry) {
        return entry & ~ACCESSED;
    }

    @Override
    public long mkdirty(long entry) {
        return entry | DIRTY | SOFT_DIRTY;
    }

    @Override
    public long mkclean(long entry) {
        return entry & ~DIRTY;
    }

    @Override
    public long mkwrite(long entry) {
        return entry | WRITE;
    }

    @Override
    public long wrprotect(long entry) {
        return entry & ~WRITE;
    }

    @Override
    public long mkspecial(long entry) {
        return entry | SPECIAL;
    }

    @Override
    public long mkSoftDirty(long entry) {
        return entry | SOFT_DIRTY;
    }

    @Override
    public long clearSoftDirty(long entry) {
        return entry & ~SOFT_DIRTY;
    }

    @Override
    public long modify(long entry, long protection) {
        return entry & CHANGE_MASK | protection & ~CHANGE_MASK;
    }

    /** The radix walker of POWER9 leaves R and C to software: without them an access faults. */
    /** Only what is taken away needs a flush, and the accessed state never. */
    @Override
    public boolean needsFlush(int level, long old, long entry) {
        long changed = old ^ entry;
        long mild = READ | WRITE | EXEC | DIRTY | ACCESSED;
        return (changed & ~mild) != 0 || (changed & old & ~ACCESSED) != 0;
    }

    @Override
    public boolean permits(long entry, boolean write) {
        long wanted = ACCESSED | READ | (write ? WRITE | DIRTY : 0);
        return valid(entry) && (entry & (wanted | PRIVILEGED)) == wanted;
    }

    @Override
    public long accessed(long entry, boolean write) {
        return entry;
    }

    @Override
    public long swapEntry(int type, long offset) {
        return LEAF | type | offset << SWAP_OFFSET_SHIFT & RPN_MASK;
    }

    @Override
    public int swapTypeOf(long entry) {
        return (int) entry & SWAP_TYPE_MASK;
    }

    @Override
    public long swapOffset(long entry) {
        return (entry & RPN_MASK) >>> SWAP_OFFSET_SHIFT;
    }

    @Override
    public boolean swapExclusive(long entry) {
        return (entry & SWAP_EXCLUSIVE) != 0;
    }

    @Override
    public long swapExclusive(long entry, boolean exclusive) {
        return exclusive ? entry | SWAP_EXCLUSIVE : entry & ~SWAP_EXCLUSIVE;
    }

    /** _PAGE_SWP_SOFT_DIRTY has the place of _PAGE_SOFT_DIRTY. */
    @Override
    public boolean swapSoftDirty(long entry) {
        return (entry & SOFT_DIRTY) != 0;
    }

    @Override
    public long mkSwapSoftDirty(long entry) {
        return entry | SOFT_DIRTY;
    }

    @Override
    public String describe(long entry) {
        if (entry == 0) {
            return "none";
        }
        if (!present(entry)) {
            return "swap entry, type " + swapTypeOf(entry) + " offset " + swapOffset(entry);
        }
        if ((entry & LEAF) == 0) {
            return "table at 0x" + Long.toHexString(tableAddress(entry));
        }
        StringBuilder text = new StringBuilder("pfn 0x")
                .append(Long.toHexString(frame(entry)))
                .append(' ');
        text.append((entry & READ) != 0 ? 'r' : '-');
        text.append((entry & WRITE) != 0 ? 'w' : '-');
        text.append((entry & EXEC) != 0 ? 'x' : '-');
        text.append((entry & ACCESSED) != 0 ? 'R' : '-');
        text.append((entry & DIRTY) != 0 ? 'C' : '-');
        if ((entry & PRIVILEGED) != 0) {
            text.append(" privileged");
        }
        if ((entry & INVALID) != 0) {
            text.append(" invalid");
        }
        return text.toString();
    }
}
