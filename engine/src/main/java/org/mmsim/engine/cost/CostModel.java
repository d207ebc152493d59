package org.mmsim.engine.cost;

import org.mmsim.engine.profile.CostId;
import org.mmsim.engine.profile.CostValue;
import org.mmsim.engine.profile.Distance;
import org.mmsim.engine.profile.Jitter;
import org.mmsim.engine.profile.MachineProfile;
import org.mmsim.engine.profile.Topology;

/** What things cost on the machine at hand, in nanoseconds, with jitter where the profile asks for it. */
public final class CostModel {
    private static final CostId[] IDS = CostId.values();
    private static final int DISTANCES = Distance.values().length;

    private final Topology topology;
    private final Draws draws;
    private final long[] fixedNs = new long[IDS.length * DISTANCES];
    private final Jitter[] jitter = new Jitter[IDS.length];
    /** Draws so far, per cost and CPU. Only costs with jitter have a row. */
    private final long[][] drawn = new long[IDS.length][];

    public CostModel(MachineProfile profile, Draws draws) {
        this.topology = profile.topology();
        this.draws = draws;
        for (CostId id : IDS) {
            CostValue value = profile.cost(id);
            for (Distance distance : Distance.values()) {
                fixedNs[id.ordinal() * DISTANCES + distance.ordinal()] = value.ns(distance);
            }
            if (value.jitter().kind() != Jitter.Kind.FIXED) {
                jitter[id.ordinal()] = value.jitter();
                drawn[id.ordinal()] = new long[topology.cpus()];
            }
        }
    }

    /** Cost of something that {@code cpu} does by itself. */
    public long ns(CostId id, int cpu) {
        return vary(id, cpu, fixedNs[id.ordinal() * DISTANCES]);
    }

    /** Cost of something between {@code cpu}, which pays or causes it, and {@code other}. */
    public long ns(CostId id, int cpu, int other) {
        int distance = topology.distance(cpu, other).ordinal();
        return vary(id, cpu, fixedNs[id.ordinal() * DISTANCES + distance]);
    }

    private long vary(CostId id, int cpu, long ns) {
        Jitter shape = jitter[id.ordinal()];
        if (shape == null) {
            return ns;
        }
        long draw = drawn[id.ordinal()][cpu]++;
        long bits = draws.bits(id.ordinal(), cpu, draw);
        return switch (shape.kind()) {
            case FIXED -> ns;
            case UNIFORM -> uniform(ns, shape.permille(), bits);
            case LOGNORMAL -> lognormal(ns, shape.permille(), bits);
        };
    }

    private static long uniform(long ns, int permille, long bits) {
        long width = ns * permille / 1000;
        return ns - width + Math.multiplyHigh(bits >>> 1, (2 * width + 1) << 1);
    }

    /**
     * Box–Muller, with {@link StrictMath} because only that promises the same bits on every machine.
     */
    private static long lognormal(long ns, int permille, long bits) {
        double u = ((bits >>> 32) + 1) / 4294967297.0;
        double v = (bits & 0xFFFFFFFFL) / 4294967296.0;
        double normal = StrictMath.sqrt(-2 * StrictMath.log(u)) * StrictMath.cos(2 * StrictMath.PI * v);
        return (long) (ns * StrictMath.exp(permille / 1000.0 * normal));
    }
}
