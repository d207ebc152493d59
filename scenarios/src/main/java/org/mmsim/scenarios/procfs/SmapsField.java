package org.mmsim.scenarios.procfs;

/** Amounts of memory in smaps, in its order. */
public enum SmapsField {
    RSS("Rss"),
    PSS("Pss"),
    PSS_DIRTY("Pss_Dirty"),
    SHARED_CLEAN("Shared_Clean"),
    SHARED_DIRTY("Shared_Dirty"),
    PRIVATE_CLEAN("Private_Clean"),
    PRIVATE_DIRTY("Private_Dirty"),
    REFERENCED("Referenced"),
    ANONYMOUS("Anonymous"),
    KSM("KSM"),
    LAZY_FREE("LazyFree"),
    ANON_HUGE_PAGES("AnonHugePages"),
    SHMEM_PMD_MAPPED("ShmemPmdMapped"),
    FILE_PMD_MAPPED("FilePmdMapped"),
    SHARED_HUGETLB("Shared_Hugetlb"),
    PRIVATE_HUGETLB("Private_Hugetlb"),
    SWAP("Swap"),
    SWAP_PSS("SwapPss"),
    LOCKED("Locked");

    private final String label;

    SmapsField(String label) {
        this.label = label;
    }

    /** The name in smaps. */
    public String label() {
        return label;
    }

    /** Whether it is a share of memory that several use, and so kept in parts of a byte. */
    boolean isProportional() {
        return this == PSS || this == PSS_DIRTY || this == SWAP_PSS || this == LOCKED;
    }
}
