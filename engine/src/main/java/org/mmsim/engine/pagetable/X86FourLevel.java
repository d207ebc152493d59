package org.mmsim.engine.pagetable;

import static org.mmsim.engine.mm.VmFlags.VM_EXEC;
import static org.mmsim.engine.mm.VmFlags.VM_READ;
import static org.mmsim.engine.mm.VmFlags.VM_SHARED;
import static org.mmsim.engine.mm.VmFlags.VM_WRITE;

/**
 * x86-64 with four levels of 9 index bits. Bits as in arch/x86/include/asm/pgtable_types.h and Intel
 * SDM volume 3A, 4.5.4 (4-level paging), with Linux's software bits.
 */
public final class X86FourLevel implements PageTableFormat {
    private static final long PRESENT = 1L;
    private static final long RW = 1L << 1;
    private static final long USER = 1L << 2;
    private static final long ACCESSED = 1L << 5;
    private static final long DIRTY = 1L << 6;
    private static final long PSE = 1L << 7;
    /** _PAGE_PROTNONE: the bit that is Global while the entry is present. */
    private static final long PROTNONE = 1L << 8;
    /** The same bit of a valid entry. */
    private static final long GLOBAL = PROTNONE;

    private static final long SPECIAL = 1L << 9;
    private static final long SOFT_DIRTY = 1L << 11;
    /** Holds Dirty while the entry is read-only, since read-only and dirty together mean a shadow stack (6.6 on). */
    private static final long SAVED_DIRTY = 1L << 58;

    private static final long NX = 1L << 63;
    private static final long PFN_MASK = 0x000F_FFFF_FFFF_F000L;
    private static final long TABLE_ATTRIBUTES = PRESENT | RW | USER | ACCESSED | DIRTY;
    /** _PAGE_CHG_MASK: what pte_modify leaves alone. */
    private static final long CHANGE_MASK = PFN_MASK | SPECIAL | ACCESSED | DIRTY | SAVED_DIRTY | SOFT_DIRTY | PSE;

    /** pte_flags_need_flush: what a TLB must not go on having once it is cleared. */
    private static final long FLUSH_ON_CLEAR = PRESENT | ACCESSED | DIRTY;
    /** pte_flags_need_flush: what a TLB must not have otherwise than the table. */
    private static final long FLUSH_ON_CHANGE = RW | USER | PSE | PROTNONE | NX;

    private static final int PAGE_SHIFT = 12;
    private static final int LEVELS = 4;
    private static final int INDEX_BITS = 9;

    /** Swap entries: type from bit 59 up, the offset inverted from bit 14 up (pgtable_64.h, against L1TF). */
    private static final int SWAP_TYPE_SHIFT = 59;

    private static final int SWAP_OFFSET_SHIFT = 14;
    private static final long SWAP_OFFSET_MASK = (1L << SWAP_TYPE_SHIFT - SWAP_OFFSET_SHIFT) - 1;
    /** _PAGE_SWP_SOFT_DIRTY has the place of RW. */
    private static final long SWAP_SOFT_DIRTY = RW;
    /** _PAGE_SWP_EXCLUSIVE has the place of PWT. */
    private static final long SWAP_EXCLUSIVE = 1L << 3;

    @Override
    public int levels() {
        return LEVELS;
    }

    @Override
    public int indexBits(int level) {
        return INDEX_BITS;
    }

    @Override
    public int shift(int level) {
        return PAGE_SHIFT + level * INDEX_BITS;
    }

    /** The upper half is the kernel's. */
    @Override
    public long limit() {
        return 1L << 47;
    }

    /** Private writable memory gets PAGE_COPY, which has no RW; every readable protection is accessed from the start. */
    @Override
    public long protection(long vmFlags) {
        if ((vmFlags & (VM_READ | VM_WRITE | VM_EXEC)) == 0) {
            return PROTNONE | ACCESSED;
        }
        long nx = (vmFlags & VM_EXEC) != 0 ? 0 : NX;
        boolean sharedWrite = (vmFlags & (VM_WRITE | VM_SHARED)) == (VM_WRITE | VM_SHARED);
        return PRESENT | USER | ACCESSED | nx | (sharedWrite ? RW : 0);
    }

    @Override
    public long leaf(int level, long frame, long protection) {
        return frame << PAGE_SHIFT & PFN_MASK | protection | (level > 0 ? PSE : 0);
    }

    @Override
    public long table(int level, long address) {
        return address & PFN_MASK | TABLE_ATTRIBUTES;
    }

    @Override
    public boolean present(long entry) {
        return (entry & (PRESENT | PROTNONE)) != 0;
    }

    @Override
    public boolean global(long entry) {
        return (entry & (PRESENT | GLOBAL)) == (PRESENT | GLOBAL);
    }

    @Override
    public boolean valid(long entry) {
        return (entry & PRESENT) != 0;
    }

    /** Bit 7 is PSE above the last level; there it would be PAT. */
    @Override
    public boolean leaf(int level, long entry) {
        return level == 0 || (entry & PSE) != 0;
    }

    @Override
    public boolean young(long entry) {
        return (entry & ACCESSED) != 0;
    }

    @Override
    public boolean dirty(long entry) {
        return (entry & (DIRTY | SAVED_DIRTY)) != 0;
    }

    @Override
    public boolean write(long entry) {
        return (entry & RW) != 0;
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
        return saveDirty(entry | DIRTY | SOFT_DIRTY);
    }

    @Override
    public long mkclean(long entry) {
        return entry & ~(DIRTY | SAVED_DIRTY);
    }

    @Override
    public long mkwrite(long entry) {
        long writable = entry | RW;
        return (writable & SAVED_DIRTY) == 0 ? writable : writable & ~SAVED_DIRTY | DIRTY;
    }

    @Override
    public long wrprotect(long entry) {
        return saveDirty(entry & ~RW);
    }

    /** pte_mksaveddirty. */
    private static long saveDirty(long entry) {
        return (entry & (RW | DIRTY)) == DIRTY ? entry & ~DIRTY | SAVED_DIRTY : entry;
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

    /** pmd_modify, other than pte_modify, loses what the hardware has noted of writes. */
    @Override
    public long modify(long entry, long protection) {
        long kept = (entry & PSE) == 0 ? CHANGE_MASK : CHANGE_MASK & ~DIRTY;
        long modified = entry & kept | protection & ~CHANGE_MASK;
        return write(modified) ? mkwrite(modified) : saveDirty(modified);
    }

    @Override
    public boolean needsFlush(int level, long old, long entry) {
        if (!valid(old)) {
            return false;
        }
        long changed = old ^ entry;
        long cleared = changed & old & (level == 0 ? FLUSH_ON_CLEAR & ~ACCESSED : FLUSH_ON_CLEAR);
        return (changed & PFN_MASK) != 0 || cleared != 0 || (changed & FLUSH_ON_CHANGE) != 0;
    }

    @Override
    public boolean permits(long entry, boolean write) {
        return valid(entry) && (!write || (entry & RW) != 0);
    }

    @Override
    public long accessed(long entry, boolean write) {
        return entry | ACCESSED | (write ? DIRTY : 0);
    }

    /** pmd_mkinvalid goes by way of PROTNONE, which keeps the entry present for software. */
    @Override
    public long invalidated(long entry) {
        return entry & ~PRESENT | PROTNONE;
    }

    @Override
    public long frame(long entry) {
        return (entry & PFN_MASK) >>> PAGE_SHIFT;
    }

    @Override
    public long advance(long entry, long frames) {
        return entry + (frames << PAGE_SHIFT);
    }

    @Override
    public long splitLeaf(long hugeLeaf) {
        return hugeLeaf & ~PSE;
    }

    @Override
    public long tableAddress(long entry) {
        return entry & PFN_MASK;
    }

    @Override
    public long swapEntry(int type, long offset) {
        return (long) type << SWAP_TYPE_SHIFT | (~offset & SWAP_OFFSET_MASK) << SWAP_OFFSET_SHIFT;
    }

    @Override
    public int swapTypeOf(long entry) {
        return (int) (entry >>> SWAP_TYPE_SHIFT);
    }

    @Override
    public long swapOffset(long entry) {
        return ~(entry >>> SWAP_OFFSET_SHIFT) & SWAP_OFFSET_MASK;
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
        return (entry & SWAP_SOFT_DIRTY) != 0;
    }

    @Override
    public long mkSwapSoftDirty(long entry) {
        return entry | SWAP_SOFT_DIRTY;
    }

    @Override
    public String describe(long entry) {
        if (entry == 0) {
            return "none";
        }
        if (!present(entry)) {
            return "swap entry, type " + swapTypeOf(entry) + " offset " + swapOffset(entry);
        }
        return "0x" + Long.toHexString(entry & PFN_MASK)
                + EntryFlags.of(entry)
                        .flag(RW, " rw", " r-")
                        .flag(NX, "-", "x")
                        .flag(ACCESSED, " accessed")
                        .flag(DIRTY, " dirty")
                        .flag(SAVED_DIRTY, " saved-dirty")
                        .flag(SOFT_DIRTY, " soft-dirty")
                        .flag(SPECIAL, " special")
                        .flag(PSE, " huge")
                        .flag(PRESENT, "", " protnone");
    }
}
