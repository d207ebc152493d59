package org.mmsim.engine.kernel.fault;

import static org.mmsim.protocol.Event.PTE_CHANGED_FIELD_NUMBER;

import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.kernel.tlb.TlbFlush;
import org.mmsim.engine.profile.Arch;
import org.mmsim.engine.profile.CostId;

/** ptep_set_access_flags and pmdp_set_access_flags: an entry becomes more permissive, older or dirtier never less. */
public final class AccessFlags {
    private AccessFlags() {}

    /**
     * @return the flush that goes with it: arm64 drops a stale read-only translation at a write fault
     */
    public static @Nullable Frame set(Cpu cpu, VmFault fault, int level, long old, long entry) {
        boolean x86 = cpu.machine().profile().arch() == Arch.X86_64;
        // x86 leaves the accessed state of reads to its hardware.
        if (old == entry || x86 && !fault.write) {
            return null;
        }
        cpu.spend(CostId.PTE_UPDATE);
        cpu.record(PTE_CHANGED_FIELD_NUMBER, fault.mm.id(), fault.start(level), level, entry);
        boolean flush = fault.write && !x86;
        return flush ? TlbFlush.accessFlags(cpu, fault.mm, fault.start(level), level) : null;
    }
}
