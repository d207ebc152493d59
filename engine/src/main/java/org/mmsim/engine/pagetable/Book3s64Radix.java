package org.mmsim.engine.pagetable;

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

    @Override
    public long leaf(int level, long frame, boolean writable) {
        return VALID | LEAF | (frame << pageShift) & RPN_MASK | ACCESSED | DIRTY | READ | (writable ? WRITE : 0);
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
    public boolean leaf(long entry) {
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
    public long nextFrame(long entry) {
        return entry + (1L << pageShift);
    }

    /** Leaves of all levels have one format, which is what upstream's value-based walk builds on. */
    @Override
    public long splitLeaf(long hugeLeaf) {
        return hugeLeaf & ~INVALID | VALID;
    }

    @Override
    public long tableAddress(long entry) {
        return entry & TABLE_ADDRESS_MASK;
    }

    @Override
    public String describe(long entry) {
        if (!present(entry)) {
            return "none";
        }
        if (!leaf(entry)) {
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
