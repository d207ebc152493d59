package org.mmsim.engine.cpu;

import java.util.Locale;

/** Mistakes that a kernel could make, planted where it would make them so that tests see the checks find them. */
public enum Bug {
    NONE("no mistake"),

    FORK_REFS_AFTER_MAPCOUNTS("fork takes the references of a batch after its mapcounts"),
    FORK_KEEPS_EXCLUSIVE("fork leaves pages marked as the parent's own"),
    FORK_WITHOUT_WRPROTECT("fork leaves the parent's entries writable"),
    FORK_WITHOUT_WRPROTECT_OF_HUGE("fork leaves the parent's huge entries writable"),
    FORK_WITHOUT_FLUSH("fork leaves the parent's writable translations in the TLBs"),
    FORK_UNDOES_ONE_REFERENCE("fork gives back one reference of a batch that it cannot share"),
    FORK_SHARES_PINNED("fork shares pages that may be pinned (R-VMSPLICE)"),
    FORK_WITHOUT_RSS("fork does not count the child's pages"),
    FORK_KEEPS_WIPED("fork copies memory that the child was to get empty"),
    FORK_WITHOUT_SEQCOUNT("GUP-fast does not look whether fork began meanwhile (R-FORK-GUP)"),

    COW_REUSES_SHARED("a write fault takes a small page that others map as well"),
    COW_REUSES_SHARED_HUGE("a write fault takes a huge page that others map as well"),
    COW_REUSES_BY_MAPCOUNT("a write fault takes a huge page by its mapcount, which a split lowers first"),
    COW_WITHOUT_FLUSH("a copied page is mapped while TLBs still translate to the old one"),
    COW_WITHOUT_RECHECK("a copied page is mapped without looking whether the entry has changed"),
    COW_WITHOUT_RMAP_REMOVAL("a copied page's original stays counted as mapped"),
    COW_WITHOUT_RSS("a copied page is counted in addition to its original"),
    COW_OF_FIRST_PAGE("a page of a large folio is copied from the folio's first page"),
    COW_RELEASES_BEFORE_FLUSH("a copied page's original loses its mapping and reference before the flush"),

    PAGE_NOT_CLEARED("a new page is mapped with what it held before"),
    HUGE_PAGE_HALF_CLEARED("only the first half of a huge page is cleared"),
    FAULT_WITHOUT_RECHECK("a new folio is mapped over entries that others have filled meanwhile"),
    HUGE_FAULT_WITHOUT_RECHECK("a huge page is mapped over what others have mapped meanwhile"),
    FAULT_LEAKS_UNUSED("a fault that comes too late keeps its page"),
    ZERO_PAGE_WRITABLE("the zero page is mapped writable where the range is"),
    LRU_BATCH_LEAKS("a folio on its way to the LRU lists keeps a reference"),

    ZAP_WITHOUT_FLUSH("pages are freed without a flush"),
    ZAP_FREES_BEFORE_FLUSH("pages are freed before the flush"),
    ZAP_FLUSHES_FIRST_OF_BATCH("of a batch of entries only the first one's translation is flushed"),
    ZAP_DROPS_ONE_REFERENCE("of a batch of pages one reference is dropped"),
    ZAP_BEYOND_END("the entry behind the range goes as well"),
    ZAP_WITHOUT_DEFERRED_SPLIT("a folio that was partly unmapped is not queued for its split"),
    ZAP_LEAKS_DEPOSIT("the table deposited for a huge page is not freed with it"),
    TABLES_FREED_WITHOUT_GRACE("page tables are freed without waiting for lockless walks"),
    TABLES_RECLAIMED_IN_USE("an emptied page table goes though others have filled it again"),
    FREED_FOLIO_STAYS_QUEUED("a folio is freed while on the deferred split queue"),

    SPLIT_LOSES_EXCLUSIVE("the pages of a split huge page are nobody's own"),
    SPLIT_GRANTS_EXCLUSIVE("the pages of a split huge page are all the process's own"),
    SPLIT_TAKES_ONE_REFERENCE_LESS("a split takes one reference less than there are entries"),

    PROTECT_WITHOUT_FLUSH("mprotect leaves the old translations in the TLBs"),
    PROTECT_GRANTS_WRITE("mprotect makes entries writable whoever maps the pages"),
    REMAP_FLUSHES_AFTER_UNLOCK("mremap flushes the old addresses at its end, without the page-table locks (R-MREMAP)"),
    MIGRATION_FLUSHES_AFTER_UNLOCK("unmapping a folio flushes once it has dropped the page-table lock (R-MIGRATE-VMA)"),
    MIGRATION_TRUSTS_PROT_NONE("an entry that mprotect has just closed is taken to be in no TLB (commit 20841405940e)"),
    REMAP_WITHOUT_FLUSH("mremap leaves the old addresses' translations in the TLBs"),
    LAZY_TLB_WITHOUT_CATCH_UP("x86: a CPU that leaves lazy TLB does not look at the mm's tlb_gen"),
    FREED_TABLES_SKIP_LAZY("x86: lazy CPUs are not told when page tables are freed"),
    FLUSH_SKIPS_SWITCHING("x86: a CPU on its way to the mm is not called to flush"),
    SWITCH_WITHOUT_BARRIER("x86: tlb_gen is read before others can see the CPU switch (R-X86-GENRACE)"),
    PARTIAL_FLUSH_SKIPS_GENERATIONS("x86: a CPU that has missed a flush makes up for the last one only"),
    BATCHED_FLUSH_UNNOTICED("unmapping and mprotect do not notice that a flush has been put off"),
    UNMAP_BATCH_NOT_FLUSHED("pages unmapped in a batch are used again without the flush that was put off"),
    NESTED_GATHER_UNNOTICED("a gather does not notice that another one of the process is under way"),
    BATCH_CLEAR_LOSES_DIRTY("of a batch of entries that are taken out only the first one's dirty state is kept"),
    PFNMAP_UNLINKED_BEFORE_FLUSH("a VMA of a device is unlinked from its file before the flush (R-PFNMAP-MUNMAP)"),
    GUP_WITHOUT_RECHECK("GUP-fast does not look at the entry again after it took its reference");

    private final String description;

    Bug(String description) {
        this.description = description;
    }

    /** The name in scenarios. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What goes wrong, in a line. */
    public String description() {
        return description;
    }
}
