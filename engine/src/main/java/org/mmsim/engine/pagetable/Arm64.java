package org.mmsim.engine.pagetable;

import static org.mmsim.engine.mm.VmFlags.VM_EXEC;
import static org.mmsim.engine.mm.VmFlags.VM_READ;
import static org.mmsim.engine.mm.VmFlags.VM_SHARED;
import static org.mmsim.engine.mm.VmFlags.VM_WRITE;

/**
 * arm64 stage 1 with 48 address bits and a granule of 4, 16 or 64 KiB. Bits as in Arm ARM D8.3
 * (VMSAv8-64 descriptors) and arch/arm64/include/asm/pgtable-hwdef.h, with Linux's software bits.
 */
public final class Arm64 implements PageTableFormat {
    private static final long VALID = 1L;
    /** Page at level 0, table above; a block has it clear. */
    private static final long TYPE = 1L << 1;

    private static final long USER = 1L << 6;
    private static final long RDONLY = 1L << 7;
    private static final long SHARED = 3L << 8;
    private static final long AF = 1L << 10;
    private static final long NG = 1L << 11;
    /** DBM, which is Linux's PTE_WRITE: hardware may clear RDONLY at a write. */
    private static final long WRITE = 1L << 51;

    private static final long CONT = 1L << 52;
    private static final long PXN = 1L << 53;
    private static final long UXN = 1L << 54;
    private static final long SW_DIRTY = 1L << 55;
    private static final long SPECIAL = 1L << 56;
    /** PTE_PRESENT_INVALID: nG while the entry is not valid (6.11 on). */
    private static final long PRESENT_INVALID = NG;

    /** What pte_modify takes from the new attributes. */
    private static final long MODIFY_MASK = USER | PXN | UXN | RDONLY | VALID | PRESENT_INVALID | WRITE;

    private static final long ADDRESS_BITS = 48;
    private static final long PXN_TABLE = 1L << 59;

    private static final int SWAP_TYPE_SHIFT = 6;
    private static final int SWAP_OFFSET_SHIFT = 12;
    private static final int SWAP_TYPE_MASK = 31;
    private static final long SWAP_OFFSET_MASK = (1L << 50) - 1;
    private static final long SWAP_EXCLUSIVE = 1L << 2;

    private final int pageShift;
    private final boolean hardwareAccess;
    private final int levels;
    private final int topBits;
    private final long addressMask;

    /**
     * @param basePageBytes 4096, 16384 or 65536
     * @param hardwareAccess whether the walker sets AF and clears RDONLY itself (FEAT_HAFDBS)
     */
    public Arm64(int basePageBytes, boolean hardwareAccess) {
        pageShift = switch (basePageBytes) {
            case 4 << 10 -> 12;
            case 16 << 10 -> 14;
            case 64 << 10 -> 16;
            default -> throw new IllegalArgumentException("no arm64 granule of " + basePageBytes + " B");
        };
        this.hardwareAccess = hardwareAccess;
        int bits = pageShift - 3;
        levels = (int) (ADDRESS_BITS - pageShift + bits - 1) / bits;
        topBits = (int) ADDRESS_BITS - pageShift - (levels - 1) * bits;
        addressMask = (1L << ADDRESS_BITS) - 1 & -1L << pageShift;
    }

    @Override
    public int levels() {
        return levels;
    }

    @Override
    public int indexBits(int level) {
        return level == levels - 1 ? topBits : pageShift - 3;
    }

    @Override
    public int shift(int level) {
        return pageShift + level * (pageShift - 3);
    }

    /** Only shared writable memory has WRITE from the start; RDONLY is clear only once the page is dirty. */
    @Override
    public long protection(long vmFlags) {
        if ((vmFlags & (VM_READ | VM_WRITE | VM_EXEC)) == 0) {
            return PRESENT_INVALID | AF | SHARED | RDONLY | PXN | UXN;
        }
        long never = (vmFlags & VM_EXEC) != 0 ? PXN : PXN | UXN;
        boolean sharedWrite = (vmFlags & (VM_WRITE | VM_SHARED)) == (VM_WRITE | VM_SHARED);
        return VALID | USER | RDONLY | NG | AF | SHARED | never | (sharedWrite ? WRITE : 0);
    }

    @Override
    public long leaf(int level, long frame, long protection) {
        long page = level == 0 ? TYPE : 0;
        return frame << pageShift & addressMask | protection | page;
    }

    @Override
    public long table(int level, long address) {
        return address & addressMask | VALID | TYPE | PXN_TABLE;
    }

    @Override
    public boolean present(long entry) {
        return (entry & VALID) != 0 || (entry & PRESENT_INVALID) != 0;
    }

    @Override
    public boolean valid(long entry) {
        return (entry & VALID) != 0;
    }

    @Override
    public boolean leaf(int level, long entry) {
        return level == 0 || (entry & TYPE) == 0;
    }

    @Override
    public boolean young(long entry) {
        return (entry & AF) != 0;
    }

    @Override
    public boolean dirty(long entry) {
        return (entry & SW_DIRTY) != 0 || hardwareDirty(entry);
    }

    private static boolean hardwareDirty(long entry) {
        return (entry & (WRITE | RDONLY)) == WRITE;
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
        return false;
    }

    @Override
    public long mkyoung(long entry) {
        return entry | AF;
    }

    @Override
    public long mkold(long entry) {
        return entry & ~AF;
    }

    @Override
    public long mkdirty(long entry) {
        return write(entry) ? (entry | SW_DIRTY) & ~RDONLY : entry | SW_DIRTY;
    }

    @Override
    public long mkclean(long entry) {
        return entry & ~SW_DIRTY | RDONLY;
    }

    /** A clean page becomes writable and clean; kernels before late 2025 made it dirty here. */
    @Override
    public long mkwrite(long entry) {
        long writable = entry | WRITE;
        return (entry & SW_DIRTY) != 0 ? writable & ~RDONLY : writable;
    }

    @Override
    public long wrprotect(long entry) {
        long kept = hardwareDirty(entry) ? entry | SW_DIRTY : entry;
        return kept & ~WRITE | RDONLY;
    }

    @Override
    public long mkspecial(long entry) {
        return entry | SPECIAL;
    }

    @Override
    public long mkSoftDirty(long entry) {
        return entry;
    }

    @Override
    public long clearSoftDirty(long entry) {
        return entry;
    }

    /** Hardware-dirty moves to software-dirty first, and back where the new attributes are writable. */
    @Override
    public long modify(long entry, long protection) {
        long kept = hardwareDirty(entry) ? entry | SW_DIRTY : entry;
        long modified = kept & ~MODIFY_MASK | protection & MODIFY_MASK;
        return (modified & SW_DIRTY) != 0 ? mkdirty(modified) : modified;
    }

    @Override
    public boolean permits(long entry, boolean write) {
        if (!valid(entry) || (entry & USER) == 0 || !hardwareAccess && !young(entry)) {
            return false;
        }
        return !write || (entry & RDONLY) == 0 || hardwareAccess && write(entry);
    }

    @Override
    public long accessed(long entry, boolean write) {
        return write ? (entry | AF) & ~RDONLY : entry | AF;
    }

    @Override
    public boolean global(long entry) {
        return (entry & (VALID | NG)) == VALID;
    }

    @Override
    public boolean contiguous(long entry) {
        return (entry & CONT) != 0;
    }

    /** Arm ARM D8.6.1: 16 entries with the granule of 4 KiB; 128 pages or 32 blocks with 16 KiB; 32 with 64 KiB. */
    @Override
    public int contiguousOrder(int level) {
        return switch (pageShift) {
            case 12 -> 4;
            case 14 -> level == 0 ? 7 : 5;
            default -> 5;
        };
    }

    @Override
    public long invalidated(long entry) {
        return entry & ~VALID | PRESENT_INVALID;
    }

    @Override
    public long frame(long entry) {
        return (entry & addressMask) >>> pageShift;
    }

    @Override
    public long advance(long entry, long frames) {
        return entry + (frames << pageShift);
    }

    @Override
    public long splitLeaf(long hugeLeaf) {
        return hugeLeaf | TYPE;
    }

    @Override
    public long tableAddress(long entry) {
        return entry & addressMask;
    }

    @Override
    public long swapEntry(int type, long offset) {
        return (long) type << SWAP_TYPE_SHIFT | (offset & SWAP_OFFSET_MASK) << SWAP_OFFSET_SHIFT;
    }

    @Override
    public int swapTypeOf(long entry) {
        return (int) (entry >>> SWAP_TYPE_SHIFT) & SWAP_TYPE_MASK;
    }

    @Override
    public long swapOffset(long entry) {
        return entry >>> SWAP_OFFSET_SHIFT & SWAP_OFFSET_MASK;
    }

    @Override
    public boolean swapExclusive(long entry) {
        return (entry & SWAP_EXCLUSIVE) != 0;
    }

    @Override
    public long swapExclusive(long entry, boolean exclusive) {
        return exclusive ? entry | SWAP_EXCLUSIVE : entry & ~SWAP_EXCLUSIVE;
    }

    @Override
    public boolean swapSoftDirty(long entry) {
        return false;
    }

    @Override
    public long mkSwapSoftDirty(long entry) {
        return entry;
    }

    @Override
    public String describe(long entry) {
        if (entry == 0) {
            return "none";
        }
        if (!present(entry)) {
            return "swap entry, type " + swapTypeOf(entry) + " offset " + swapOffset(entry);
        }
        return "0x" + Long.toHexString(entry & addressMask)
                + EntryFlags.of(entry)
                        .flag(WRITE, " rw", " r-")
                        .flag(UXN, "-", "x")
                        .flag(AF, " AF")
                        .flag(RDONLY, " RDONLY")
                        .flag(SW_DIRTY, " dirty")
                        .flag(SPECIAL, " special")
                        .flag(CONT, " CONT")
                        .flag(VALID, "", " invalid");
    }
}
