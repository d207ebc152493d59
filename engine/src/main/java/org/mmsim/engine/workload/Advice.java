package org.mmsim.engine.workload;

import java.util.Locale;

/** What madvise can be told, of what the engine knows. */
public enum Advice {
    NORMAL,
    DONTNEED,
    HUGEPAGE,
    NOHUGEPAGE,
    DONTFORK,
    DOFORK,
    WIPEONFORK,
    KEEPONFORK,
    POPULATE_READ,
    POPULATE_WRITE,
    DONTNEED_LOCKED;

    /** The name in scenarios and scripts. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
