package org.mmsim.engine.memory;

/** Flags of a folio, which its first page holds, as bits of {@link Folios#flags}. */
public final class PageFlags {
    public static final int LOCKED = 1 << 8;
    public static final int REFERENCED = 1 << 9;
    public static final int DIRTY = 1 << 10;
    /** On one of the LRU lists; a folio in a CPU's batch is not there yet. */
    public static final int LRU = 1 << 11;

    public static final int ACTIVE = 1 << 12;
    public static final int WORKINGSET = 1 << 13;
    public static final int UNEVICTABLE = 1 << 14;
    public static final int MLOCKED = 1 << 15;
    /** Clear on an anonymous folio that MADV_FREE gave up. */
    public static final int SWAPBACKED = 1 << 16;

    public static final int SWAPCACHE = 1 << 17;
    public static final int RECLAIM = 1 << 18;
    /** PAGE_MAPPING_ANON of folio->mapping. */
    public static final int ANON = 1 << 19;
    /** The zero page or the huge zero page. */
    public static final int ZERO = 1 << 20;
    /** Some page of a large folio is unmapped while another is mapped (folio_test_partially_mapped). */
    public static final int PARTIALLY_MAPPED = 1 << 21;
    /** On the deferred split queue. */
    public static final int DEFERRED_SPLIT = 1 << 22;
    /** Holds page tables. */
    public static final int TABLE = 1 << 23;

    /** What __split_folio_to_order gives every new folio. */
    static final int KEPT_OVER_SPLIT = LOCKED
            | REFERENCED
            | DIRTY
            | LRU
            | ACTIVE
            | WORKINGSET
            | UNEVICTABLE
            | MLOCKED
            | SWAPBACKED
            | SWAPCACHE
            | ANON;

    static final int ALL = 0x00FF_FF00;

    private PageFlags() {}
}
