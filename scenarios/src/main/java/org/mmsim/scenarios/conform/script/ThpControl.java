package org.mmsim.scenarios.conform.script;

import java.util.List;

/** Files below {@code /sys/kernel/mm/transparent_hugepage}, and what may be written to them. */
public enum ThpControl {
    ENABLED("global", List.of("always", "madvise", "never")),
    /** Of one size of anonymous folios. */
    SIZE_ENABLED("SIZE", List.of("always", "madvise", "inherit", "never")),
    SHMEM_ENABLED("shmem global", List.of("always", "within_size", "advise", "never", "deny", "force")),
    /** Of one size of folios of shared memory. */
    SHMEM_SIZE_ENABLED("shmem SIZE", List.of("always", "inherit", "within_size", "advise", "never")),
    DEFRAG("defrag", List.of("always", "defer", "defer+madvise", "madvise", "never")),
    USE_ZERO_PAGE("use_zero_page", List.of("0", "1")),
    MAX_PTES_NONE("max_ptes_none", List.of()),
    MAX_PTES_SHARED("max_ptes_shared", List.of()),
    MAX_PTES_SWAP("max_ptes_swap", List.of());

    private final String label;
    private final List<String> allowed;

    ThpControl(String label, List<String> allowed) {
        this.label = label;
        this.allowed = allowed;
    }

    /** The words after {@code thp}. */
    public String label() {
        return label;
    }

    /** What may be written, or empty for a number of pages. */
    public List<String> allowed() {
        return allowed;
    }
}
