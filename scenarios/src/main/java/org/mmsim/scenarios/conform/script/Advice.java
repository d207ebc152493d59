package org.mmsim.scenarios.conform.script;

import java.util.Locale;

/** Advice of madvise. */
public enum Advice {
    NORMAL,
    DONTNEED,
    FREE,
    COLD,
    PAGEOUT,
    HUGEPAGE,
    NOHUGEPAGE,
    COLLAPSE,
    POPULATE_READ,
    POPULATE_WRITE,
    DONTFORK,
    DOFORK,
    WIPEONFORK,
    KEEPONFORK,
    MERGEABLE,
    UNMERGEABLE,
    REMOVE,
    GUARD_INSTALL,
    GUARD_REMOVE,
    DONTNEED_LOCKED;

    /** The name in scripts. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
