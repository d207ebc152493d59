package org.mmsim.engine.cost;

import org.mmsim.engine.profile.CostId;

/**
 * A line that CPUs pass around: who has the last word on it, who holds copies, and until when it is
 * on its way. Accesses queue for it, which is all there is to contention.
 */
public final class CacheLine {
    private static final int NOBODY = -1;

    private final long[] copies;
    private int owner = NOBODY;
    private boolean modified;
    private long busyUntilNs;

    public CacheLine(int cpus) {
        copies = new long[cpus + 63 >>> 6];
    }

    /** Nanoseconds from now until an atomic read-modify-write by {@code cpu} is done. */
    public long write(CostModel costs, int cpu, long nowNs) {
        boolean owned = owner == cpu && modified;
        long ns = (owned ? 0 : fetch(costs, cpu)) + costs.ns(CostId.ATOMIC, cpu);
        java.util.Arrays.fill(copies, 0);
        copies[cpu >>> 6] |= 1L << cpu;
        owner = cpu;
        modified = true;
        return queue(ns, nowNs);
    }

    /** Nanoseconds from now until a load by {@code cpu} is done. */
    public long read(CostModel costs, int cpu, long nowNs) {
        if ((copies[cpu >>> 6] >>> cpu & 1) != 0) {
            return costs.ns(CostId.CACHE_HIT, cpu);
        }
        long ns = fetch(costs, cpu);
        copies[cpu >>> 6] |= 1L << cpu;
        modified = false;
        return queue(ns, nowNs);
    }

    /** Nanoseconds from now until an access that takes {@code ns} by itself is done. */
    public long use(long ns, long nowNs) {
        return queue(ns, nowNs);
    }

    private long fetch(CostModel costs, int cpu) {
        return owner == NOBODY ? costs.ns(CostId.CACHE_MISS, cpu) : costs.ns(CostId.LINE_TRANSFER, cpu, owner);
    }

    private long queue(long ns, long nowNs) {
        busyUntilNs = Math.max(busyUntilNs, nowNs) + ns;
        return busyUntilNs - nowNs;
    }
}
