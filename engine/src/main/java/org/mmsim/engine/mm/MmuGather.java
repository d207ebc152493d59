package org.mmsim.engine.mm;

import java.util.Arrays;

/**
 * What an unmap has taken out of the page table and may not free before the TLBs have forgotten it
 * (struct mmu_gather). Core order, never to be changed: unlink, invalidate, free.
 */
public final class MmuGather {
    /** MMU_GATHER_BUNDLE: places in the structure itself. */
    private static final int BUNDLE = 8;
    /** MAX_GATHER_BATCH_COUNT batches hold at most this many places together. */
    private static final int MAX_BATCHED = 10_000;
    /** Bytes of struct mmu_gather_batch without its places. */
    private static final int BATCH_HEADER_BYTES = 16;

    private boolean fullMm;
    private final int batchPlaces;
    private int batchesLeft;
    /** Places of the batch that is being filled. */
    private int places = BUNDLE;

    private int used;
    private boolean full;
    private long[] pages = new long[BUNDLE];
    private int[] runs = new int[BUNDLE];
    private int count;

    private long[] tables = new long[0];
    private int tableCount;
    private long start = Long.MAX_VALUE;
    private long end;
    private int level = -1;
    /** Bit n: entries of level n have been cleared (cleared_ptes, cleared_pmds, …). */
    private int cleared;

    private boolean freedTables;
    private boolean vmaPfn;
    private final int basePageBytes;

    /**
     * @param fullMm whether the whole address space goes, so that nobody runs it any more
     */
    public MmuGather(boolean fullMm, int basePageBytes) {
        this.fullMm = fullMm;
        this.basePageBytes = basePageBytes;
        batchPlaces = (basePageBytes - BATCH_HEADER_BYTES) / Long.BYTES;
        batchesLeft = MAX_BATCHED / batchPlaces;
    }

    public boolean fullMm() {
        return fullMm;
    }

    /** tlb_start_vma: what entries of the VMA map is known to no page's counts if it is a device's. */
    public void startVma(Vma vma) {
        vmaPfn |= !fullMm && vma.pfnMap();
    }

    /** Whether entries of a VM_PFNMAP VMA have been cleared, other than in the end of the whole address space. */
    public boolean vmaPfn() {
        return vmaPfn;
    }

    /** tlb_remove_tlb_entry: an entry of a level is gone. */
    public void remove(long va, long length, int entryLevel) {
        start = Math.min(start, va);
        end = Math.max(end, va + length);
        level = entryLevel;
        cleared |= 1 << entryLevel;
    }

    /** Whether entries of another size are waiting, which powerpc flushes first (tlb_change_page_size). */
    public boolean changesPageSize(int entryLevel) {
        return level >= 0 && level != entryLevel;
    }

    /**
     * Takes over the references that the mappings of {@code nr} pages of a folio held (__tlb_remove_folio_pages). A run
     * takes a second place for its length, so a batch is left when it has but one place.
     */
    public void add(long page, int nr) {
        if (count == pages.length) {
            pages = Arrays.copyOf(pages, 2 * count);
            runs = Arrays.copyOf(runs, pages.length);
        }
        pages[count] = page;
        runs[count++] = nr;
        used += nr > 1 ? 2 : 1;
        if (used >= places - 1) {
            full = batchesLeft-- == 0;
            used = 0;
            places = batchPlaces;
        }
    }

    /**
     * pte_free_tlb and its like: takes over a table that has been unlinked. The entry that pointed to it counts as
     * cleared, and one page at its first address is in the range.
     *
     * @param va first address that the table maps
     */
    public void addTable(long va, int tableLevel, long address) {
        if (3 * tableCount == tables.length) {
            tables = Arrays.copyOf(tables, Math.max(24, 2 * tables.length));
        }
        tables[3 * tableCount] = va;
        tables[3 * tableCount + 1] = tableLevel;
        tables[3 * tableCount + 2] = address;
        tableCount++;
        freedTables = true;
        cleared |= 1 << tableLevel + 1;
        start = Math.min(start, va);
        end = Math.max(end, va + basePageBytes);
    }

    /** Whether the TLBs have anything to forget. */
    public boolean pending() {
        return freedTables || cleared != 0;
    }

    /** tlb_get_unmap_shift: the lowest level of which an entry has been cleared; 0 if none has. */
    public int strideLevel() {
        return cleared == 0 ? 0 : Integer.numberOfTrailingZeros(cleared);
    }

    /** tlb_finish_mmu beside another gather of the mm: what that one has cleared is not known, so everything goes. */
    public void flushEverything() {
        fullMm = true;
        freedTables = true;
    }

    public long start() {
        return start;
    }

    public long end() {
        return end;
    }

    /** Level of the entries removed since the last flush, −1 if only tables went. */
    public int level() {
        return level;
    }

    public boolean freedTables() {
        return freedTables;
    }

    /** The TLBs have forgotten it all. */
    public void flushed() {
        start = Long.MAX_VALUE;
        end = 0;
        level = -1;
        cleared = 0;
        freedTables = false;
    }

    /** Whether a flush is due because there is no place left. */
    public boolean full() {
        return full;
    }

    /** Number of runs of pages waiting to be released. */
    public int count() {
        return count;
    }

    /** First page of a run. */
    public long page(int index) {
        return pages[index];
    }

    /** Pages of a run, all of one folio. */
    public int pages(int index) {
        return runs[index];
    }

    /** The pages have been released. */
    public void clearPages() {
        count = 0;
        used = 0;
        places = BUNDLE;
        batchesLeft = MAX_BATCHED / batchPlaces;
        full = false;
    }

    public int tableCount() {
        return tableCount;
    }

    public long tableVa(int index) {
        return tables[3 * index];
    }

    public int tableLevel(int index) {
        return (int) tables[3 * index + 1];
    }

    public long tableAddress(int index) {
        return tables[3 * index + 2];
    }

    /** The tables have been handed on to be freed after a grace period. */
    public void clearTables() {
        tableCount = 0;
        tables = new long[0];
    }
}
