package org.mmsim.engine.cost;

import java.util.stream.IntStream;
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

    private final Draws draws;
    /** Core, cluster and socket of every CPU: a distance is asked for per message, and a division is slow. */
    private final int[] coreOf;

    private final int[] clusterOf;
    private final int[] socketOf;
    private final boolean clustered;
    private final long[] fixedNs = new long[IDS.length * DISTANCES];
    private final Jitter[] jitter = new Jitter[IDS.length];
    /** Draws so far, per cost and CPU. Only costs with jitter have a row. */
    private final long[][] drawn = new long[IDS.length][];

    public CostModel(MachineProfile profile, Draws draws) {
        this.draws = draws;
        Topology topology = profile.topology();
        coreOf = IntStream.range(0, topology.cpus()).map(topology::coreOf).toArray();
        clustered = topology.clustered();
        clusterOf = IntStream.range(0, topology.cpus()).map(topology::clusterOf).toArray();
        socketOf = IntStream.range(0, topology.cpus()).map(topology::socketOf).toArray();
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
        return vary(
                id, cpu, fixedNs[id.ordinal() * DISTANCES + distance(cpu, other).ordinal()]);
    }

    private Distance distance(int cpu, int other) {
        if (cpu == other) {
            return Distance.SAME_CPU;
        }
        if (coreOf[cpu] == coreOf[other]) {
            return Distance.SAME_CORE;
        }
        if (clustered && clusterOf[cpu] == clusterOf[other]) {
            return Distance.SAME_CLUSTER;
        }
        return socketOf[cpu] == socketOf[other] ? Distance.SAME_SOCKET : Distance.OTHER_SOCKET;
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
