package org.mmsim.scenarios.procfs;

import java.util.ArrayList;
import java.util.List;

/** Flags of a mapping that smaps shows, in its order. */
public enum VmFlag {
    READ("rd"),
    WRITE("wr"),
    EXEC("ex"),
    SHARED("sh"),
    MAYREAD("mr"),
    MAYWRITE("mw"),
    MAYEXEC("me"),
    MAYSHARE("ms"),
    GROWSDOWN("gd"),
    UFFD_MISSING("um"),
    MAYBE_GUARD("gu"),
    UFFD_WP("uw"),
    LOCKED("lo"),
    SEQ_READ("sr"),
    RAND_READ("rr"),
    DONTCOPY("dc"),
    DONTEXPAND("de"),
    LOCKONFAULT("lf"),
    ACCOUNT("ac"),
    NORESERVE("nr"),
    HUGETLB("ht"),
    SYNC("sf"),
    WIPEONFORK("wf"),
    DONTDUMP("dd"),
    SOFTDIRTY("sd"),
    MIXEDMAP("mm"),
    HUGEPAGE("hg"),
    NOHUGEPAGE("nh"),
    MERGEABLE("mg");

    private final String label;

    VmFlag(String label) {
        this.label = label;
    }

    /** The flag as a set. */
    public long mask() {
        return 1L << ordinal();
    }

    /** Whether a set has the flag. */
    public boolean in(long flags) {
        return (flags & mask()) != 0;
    }

    /** The flags of a set, {@code rd wr mr mw me ac}. */
    public static String names(long flags) {
        List<String> names = new ArrayList<>();
        for (VmFlag flag : values()) {
            if (flag.in(flags)) {
                names.add(flag.label);
            }
        }
        return String.join(" ", names);
    }
}
