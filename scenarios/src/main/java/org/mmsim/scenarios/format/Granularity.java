package org.mmsim.scenarios.format;

import java.util.Locale;

/** What is one step of a kernel path. */
public enum Granularity {
    /** Everything done under one hold of a page-table lock. */
    BATCH,
    /** Every write to a page table. */
    FINE;

    /** The name in scenarios. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
