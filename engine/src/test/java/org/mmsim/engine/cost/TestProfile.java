package org.mmsim.engine.cost;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mmsim.engine.profile.Arch;
import org.mmsim.engine.profile.CostId;
import org.mmsim.engine.profile.CostValue;
import org.mmsim.engine.profile.Distance;
import org.mmsim.engine.profile.IdleState;
import org.mmsim.engine.profile.Jitter;
import org.mmsim.engine.profile.MachineProfile;
import org.mmsim.engine.profile.Provenance;
import org.mmsim.engine.profile.TlbGeometry;
import org.mmsim.engine.profile.TlbLevel;
import org.mmsim.engine.profile.Topology;

/** Two sockets of two cores of two threads, on which every cost is that of one value. */
final class TestProfile {
    private TestProfile() {}

    static CostValue cost(long sameCpuNs, long sameCoreNs, long sameSocketNs, long otherSocketNs, Jitter jitter) {
        Map<Distance, Long> ns = Map.of(
                Distance.SAME_CPU, sameCpuNs,
                Distance.SAME_CORE, sameCoreNs,
                Distance.SAME_CLUSTER, sameSocketNs,
                Distance.SAME_SOCKET, sameSocketNs,
                Distance.OTHER_SOCKET, otherSocketNs);
        return new CostValue(ns, jitter, Provenance.ESTIMATED, "test");
    }

    static MachineProfile allCosts(CostValue value) {
        Map<CostId, CostValue> costs = new EnumMap<>(CostId.class);
        for (CostId id : CostId.values()) {
            costs.put(id, value);
        }
        return with(costs);
    }

    static MachineProfile with(Map<CostId, CostValue> costs) {
        return new MachineProfile(
                "test",
                "for tests",
                Arch.POWERPC_BOOK3S64_RADIX,
                Set.of(),
                4096,
                16 << 20,
                new Topology(2, 2, 2, 2),
                TlbGeometry.single(new TlbLevel(4, 4, Provenance.ESTIMATED, "test")),
                List.of(new IdleState("polling", 0, 0, Provenance.ESTIMATED, "test")),
                costs);
    }
}
