package org.mmsim.scenarios.conform.script;

import java.util.Locale;

/** What a script can need of a kernel or machine. */
public enum Feature {
    /** Controls of transparent huge pages per size. */
    MTHP,
    SHMEM_MTHP,
    ZRAM,
    /** A block device or file to swap to. */
    DISK,
    HUGETLB,
    KSM,
    MEMCG,
    IOURING,
    UFFD_WP,
    UFFD_ASYNC,
    UFFD_POISON,
    /** Guard regions. */
    GUARD,
    SOFTDIRTY;

    /** The name in scripts and recordings. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
