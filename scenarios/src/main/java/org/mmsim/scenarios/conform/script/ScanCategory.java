package org.mmsim.scenarios.conform.script;

import java.util.Locale;

/** Categories of pages that PAGEMAP_SCAN tells apart, in the order of their bits. */
public enum ScanCategory {
    WPALLOWED,
    WRITTEN,
    FILE,
    PRESENT,
    SWAPPED,
    PFNZERO,
    HUGE,
    SOFT_DIRTY,
    GUARD;

    /** The name in scripts and recordings. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
