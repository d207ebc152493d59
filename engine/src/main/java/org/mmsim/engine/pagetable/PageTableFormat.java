package org.mmsim.engine.pagetable;

/**
 * Geometry and entry words of one architecture's page table. Levels count from the leaf: 0 PTE,
 * 1 PMD, 2 PUD, 3 PGD. A table "of level n" has entries of level n. The functions on entries are the
 * kernel's pte_… and pmd_… of the same name.
 */
public interface PageTableFormat {

    /** Number of levels. */
    int levels();

    /** log2 of the number of entries of a table. */
    int indexBits(int level);

    /** log2 of the bytes that one entry maps. */
    int shift(int level);

    /**
     * vm_get_page_prot: attributes of a leaf for memory mapped so. Private writable memory starts out read-only.
     *
     * @param vmFlags VM_READ, VM_WRITE, VM_EXEC, VM_SHARED
     */
    long protection(long vmFlags);

    /** mk_pte, mk_huge_pmd: an entry that maps memory for user space, with attributes from {@link #protection}. */
    long leaf(int level, long frame, long protection);

    /** An entry of {@code level} that points to a table at a physical address. */
    long table(int level, long address);

    /** Whether software takes the entry for present, which includes PROT_NONE and entries made invalid for a moment. */
    boolean present(long entry);

    /** Whether the hardware walker would use the entry. */
    boolean valid(long entry);

    /** Whether a present entry maps memory rather than pointing to a table. */
    boolean leaf(int level, long entry);

    boolean young(long entry);

    /** Whether hardware or software has marked the entry dirty. */
    boolean dirty(long entry);

    /** Whether software takes the entry for writable; the hardware may still fault on the first write. */
    boolean write(long entry);

    /** Whether the frame has no struct page semantics, such as the zero page. */
    boolean special(long entry);

    /** Whether the entry is soft-dirty; false where the architecture has no such bit. */
    boolean softDirty(long entry);

    long mkyoung(long entry);

    long mkold(long entry);

    long mkdirty(long entry);

    long mkclean(long entry);

    long mkwrite(long entry);

    long wrprotect(long entry);

    long mkspecial(long entry);

    /** Sets the soft-dirty bit where there is one. */
    long mkSoftDirty(long entry);

    /** Clears the soft-dirty bit where there is one. */
    long clearSoftDirty(long entry);

    /** pte_modify: new attributes for the same memory; accessed, dirty and software bits stay. */
    long modify(long entry, long protection);

    /**
     * pte_needs_flush, huge_pmd_needs_flush: whether a TLB may hold what the change of an entry has taken away.
     *
     * @param level of the entry; clearing the accessed state of one of level 0 needs no flush
     */
    default boolean needsFlush(int level, long old, long entry) {
        return true;
    }

    /** Whether the hardware lets user space read or write through the entry, without a fault. */
    boolean permits(long entry, boolean write);

    /** The entry after the hardware has set the accessed and dirty state of an access that {@link #permits} allows. */
    long accessed(long entry, boolean write);

    /** pmd_mkinvalid: invalid for the hardware but still present for software. */
    long invalidated(long entry);

    /** Whether a valid leaf serves every address space. */
    default boolean global(long entry) {
        return false;
    }

    /** Whether a leaf belongs to a block of contiguous ones, which a TLB may keep as one entry. */
    default boolean contiguous(long entry) {
        return false;
    }

    /** Leaves of a level that make a block of contiguous ones, as an order; 0 if there are no such blocks. */
    default int contiguousOrder(int level) {
        return 0;
    }

    /** First frame that a leaf maps. */
    long frame(long entry);

    /** pte_advance_pfn: the same entry for the memory {@code frames} further on. */
    long advance(long entry, long frames);

    /** The leaf of level 0 for the first frame of a huge leaf, with its attributes and state. */
    long splitLeaf(long hugeLeaf);

    /** Physical address of the table that a table entry points to. */
    long tableAddress(long entry);

    /**
     * A non-present entry of Linux's: a swap slot, a page in migration, or a marker.
     *
     * @param type of the swap entry, 0 to 31
     * @param offset from 0, as large as the architecture has room for
     */
    long swapEntry(int type, long offset);

    /** Whether the entry is neither empty nor present. */
    default boolean swapType(long entry) {
        return entry != 0 && !present(entry);
    }

    /** Type of a non-present entry. */
    int swapTypeOf(long entry);

    /** Offset of a non-present entry. */
    long swapOffset(long entry);

    /** Whether a non-present entry belongs to a page that was exclusive to its process. */
    boolean swapExclusive(long entry);

    /** The non-present entry, marked exclusive or not. */
    long swapExclusive(long entry, boolean exclusive);

    /** Whether a non-present entry belongs to a page that was soft-dirty; false where there is no such bit. */
    boolean swapSoftDirty(long entry);

    /** The non-present entry, soft-dirty where there is such a bit. */
    long mkSwapSoftDirty(long entry);

    /** The entry in words, for people. */
    String describe(long entry);

    /** Bytes of a table. */
    default long tableBytes(int level) {
        return 8L << indexBits(level);
    }

    /** Bytes that one entry maps. */
    default long span(int level) {
        return 1L << shift(level);
    }

    /** Base pages that one entry maps, as an order. */
    default int order(int level) {
        return shift(level) - shift(0);
    }

    default int index(int level, long va) {
        return (int) (va >>> shift(level)) & (1 << indexBits(level)) - 1;
    }

    /** One past the highest user address. */
    default long limit() {
        return span(levels() - 1) << indexBits(levels() - 1);
    }
}
