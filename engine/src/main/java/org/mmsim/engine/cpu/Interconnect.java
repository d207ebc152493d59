package org.mmsim.engine.cpu;

import org.mmsim.engine.profile.CostId;

/**
 * What carries broadcast invalidations from the CPUs to the TLBs. It takes one at a time, so that one CPU's broadcasts
 * take the same whatever the number of CPUs, and those of many wait for each other.
 */
public final class Interconnect {
    private final Kernel kernel;
    private long busyUntilNs;

    Interconnect(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Nanoseconds from the issue of the last of {@code nr} broadcasts by a CPU until the interconnect has sent it on. */
    public long broadcast(Cpu cpu, int nr) {
        long issuedNs = kernel.clock().nowNs() + cpu.spentNs();
        busyUntilNs = Math.max(busyUntilNs, issuedNs) + kernel.costs().ns(CostId.TLBI_SERVICE, cpu.index()) * nr;
        return busyUntilNs - issuedNs;
    }
}
