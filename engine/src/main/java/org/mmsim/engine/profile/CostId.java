package org.mmsim.engine.profile;

import java.util.Locale;

/** What a machine profile puts a price on, in nanoseconds. {@link #label} is the key in profiles. */
public enum CostId {
    /** Entry into and return from a system call. */
    SYSCALL("system call entry and return"),
    /** Exception entry and return of a page fault. */
    FAULT_ENTRY("page fault exception entry and return"),
    /** Switching a CPU from one thread, or from idle, to another. */
    CONTEXT_SWITCH("switch to another thread"),
    /** Interrupt entry and exit around the handler. */
    INTERRUPT_ENTRY("interrupt entry and exit"),

    /** Sender's time for one IPI: message to the interrupt controller, with the hypervisor's share if there is one. */
    IPI_SEND("sender's time for one IPI"),
    /** From the send of an IPI to its arrival. */
    IPI_WIRE("IPI under way, by distance"),
    /** Sender's time to put a csd on a target's call_single_queue. */
    CSD_QUEUE("llist_add of a csd, by distance"),
    /** Target's time to take a csd, call its function and unlock it. */
    CSD_HANDLE("take a csd, call its function, unlock it"),

    /** A modified cache line moves from one CPU's cache to another's. */
    LINE_TRANSFER("modified cache line between two CPUs, by distance"),
    /** An atomic read-modify-write on a line that the CPU owns. */
    ATOMIC("atomic read-modify-write, line owned"),
    /** A full barrier (hwsync, mfence, DSB). */
    FULL_BARRIER("full memory barrier"),
    /** A load that hits the own first-level cache. */
    CACHE_HIT("load from the own cache"),
    /** A load that goes to memory. */
    CACHE_MISS("load from memory"),
    /** How long a store can stay in the store buffer when no barrier follows. */
    STORE_DRAIN("longest stay in the store buffer"),

    /** A memory access of the workload that hits the TLB. */
    ACCESS("memory access that hits the TLB"),
    /** What a hit in the second-level TLB takes longer than one in the first. */
    TLB_L2_HIT("second-level TLB hit after a first-level miss"),
    /** Hardware page-table walk after a TLB miss, with the table above the leaf known to the walk cache. */
    TLB_WALK("hardware walk that reads the leaf entry only"),
    /** Each table above the leaf's that a walk has to read as well. */
    TLB_WALK_LEVEL("each further level that a hardware walk reads"),
    /** Added to each level of a walk by the hypervisor's own tables; 0 on bare metal. */
    STAGE2_WALK("second-stage translation of one level of a walk"),
    /** The walker sets accessed or dirty state in an entry. */
    AD_UPDATE("hardware sets accessed or dirty state"),
    /** One invalidation at a TLB: tlbiel, invlpg, non-shareable TLBI, or the share of a broadcast one. */
    TLB_INVALIDATE("one invalidation at the TLB"),
    /** One CPU's flush of a whole address space: CR3 write or INVPCID, TLBI by ASID. */
    TLB_FLUSH_ALL("flush of one address space at one TLB"),
    /** Issue of one broadcast invalidation: tlbie, inner-shareable TLBI, INVLPGB. */
    TLBI_ISSUE("issue of one broadcast invalidation"),
    /** From issue of a broadcast invalidation to its arrival at a TLB. */
    TLBI_WIRE("broadcast invalidation under way, by distance"),
    /** How long a broadcast invalidation keeps the interconnect, for which those of all CPUs queue. */
    TLBI_SERVICE("interconnect's time for one broadcast invalidation"),
    /** Added to an invalidation when a hypervisor's second stage is on; 0 on bare metal. */
    STAGE2_TLBI("second-stage share of one invalidation"),
    /** The barriers around broadcast invalidations, without the wait: ptesync and tlbsync, DSB, TLBSYNC. */
    TLB_SYNC("barriers around broadcast invalidations without the wait"),

    /** mmap or munmap's work on the VMA tree. */
    VMA_UPDATE("VMA tree update"),
    /** Atomic update of one page-table entry. */
    PTE_UPDATE("atomic update of one page-table entry"),
    /** A software read of one level of the page table, with a look-up of the page that the entry maps. */
    PTE_READ("software read of one page-table level"),
    /** folio_pte_batch: beginning to look how many entries map a large folio in a row. */
    PTE_BATCH("begin to look for a batch of entries"),
    /** Allocation of one page-table page. */
    TABLE_ALLOC("allocate a page table"),
    /** Freeing of one page-table page. */
    TABLE_FREE("free a page table"),
    /** Allocation of one folio from the buddy allocator, any order. */
    FOLIO_ALLOC("allocate a folio"),
    /** Last reference gone: off the LRU, uncharged, back to the page allocator. */
    FOLIO_FREE("free a folio"),
    /** What the end of a large folio takes beyond that of a page: deferred split list, compound head, zone lock. */
    LARGE_FOLIO_FREE("free a folio of several pages, beyond folio_free"),
    /** free_tail_page_prepare: each further page of a large folio that is freed. */
    TAIL_PAGE_FREE("each further page of a large folio that is freed"),
    /** Clearing one base page at a fault. */
    CLEAR_PAGE("clear one base page"),
    /** Copying one base page. */
    COPY_PAGE("copy one base page"),
    /** One page's mapcount and exclusive mark when fork shares it. */
    RMAP_DUP("mapcount of one page that fork shares"),
    /** One page's mapcount when an entry for it goes. */
    RMAP_REMOVE("mapcount of one page that is unmapped"),
    /** Counters, rmap and LRU work when a folio becomes mapped. */
    FOLIO_MAP("rmap, counters and LRU when a folio is mapped"),
    /** rmap, counters and gather work for an entry, or for a batch of entries, that goes; without the mapcounts. */
    FOLIO_UNMAP("rmap, counters and gather when entries of a folio go"),
    /** Taking or dropping a folio reference on a line that is in memory or another cache. */
    FOLIO_REF("take or drop a folio reference");

    private final String meaning;

    CostId(String meaning) {
        this.meaning = meaning;
    }

    /** The key in profiles: the constant's name in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What is paid for, in a few words. */
    public String meaning() {
        return meaning;
    }
}
