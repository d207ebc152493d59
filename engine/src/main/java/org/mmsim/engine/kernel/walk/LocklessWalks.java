package org.mmsim.engine.kernel.walk;

import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.LocklessWalkPolicy;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.profile.Arch;

/**
 * What changes of huge entries do about lockless walks. Only powerpc has more than one design: x86's flush is an IPI
 * that waits for walkers by itself, and arm64's walkers re-check what they read.
 */
public final class LocklessWalks {
    private LocklessWalks() {}

    /** serialize_against_pte_lookup, in the way of the policy. */
    public static @Nullable Frame serialize(Cpu cpu, Mm mm, long va) {
        return argued(cpu) ? policy(cpu).serialize(cpu, mm, va) : null;
    }

    /** Whether the translation of a cleared huge entry is flushed before anything else happens. */
    public static boolean flushAtOnce(Cpu cpu) {
        return argued(cpu) && policy(cpu).flushesAtOnce();
    }

    /** Whether the clearing store may still be in the store buffer when the next step reads. */
    public static boolean clearMayBeBuffered(Cpu cpu) {
        return argued(cpu) && policy(cpu).clearMayBeBuffered();
    }

    private static boolean argued(Cpu cpu) {
        return cpu.machine().profile().arch() == Arch.POWERPC_BOOK3S64_RADIX;
    }

    private static LocklessWalkPolicy policy(Cpu cpu) {
        return cpu.kernel().policies().locklessWalk();
    }
}
