package org.mmsim.scenarios.procfs;

import java.util.ArrayList;
import java.util.List;

/** Bits of vm_flags, in the order in which smaps shows them. */
public enum VmFlag {
    READ(0, "rd"),
    WRITE(1, "wr"),
    EXEC(2, "ex"),
    SHARED(3, "sh"),
    MAYREAD(4, "mr"),
    MAYWRITE(5, "mw"),
    MAYEXEC(6, "me"),
    MAYSHARE(7, "ms"),
    GROWSDOWN(8, "gd"),
    UFFD_MISSING(9, "um"),
    PFNMAP(10, "pf"),
    MAYBE_GUARD(11, "gu"),
    UFFD_WP(12, "uw"),
    LOCKED(13, "lo"),
    IO(14, "io"),
    SEQ_READ(15, "sr"),
    RAND_READ(16, "rr"),
    DONTCOPY(17, "dc"),
    DONTEXPAND(18, "de"),
    LOCKONFAULT(19, "lf"),
    ACCOUNT(20, "ac"),
    NORESERVE(21, "nr"),
    HUGETLB(22, "ht"),
    SYNC(23, "sf"),
    WIPEONFORK(25, "wf"),
    DONTDUMP(26, "dd"),
    SOFTDIRTY(27, "sd"),
    MIXEDMAP(28, "mm"),
    HUGEPAGE(29, "hg"),
    NOHUGEPAGE(30, "nh"),
    MERGEABLE(31, "mg");

    private final int bit;
    private final String label;

    VmFlag(int bit, String label) {
        this.bit = bit;
        this.label = label;
    }

    /** The flag as a set. */
    public long mask() {
        return 1L << bit;
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
