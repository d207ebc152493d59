package org.mmsim.engine.profile;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A machine: topology, architecture, and what things cost on it.
 *
 * @param basePageBytes 4096 or 65536 on book3s64
 * @param memoryBytes physical memory, a multiple of the huge page size
 * @param features what the CPUs have beyond their architecture
 * @param idleStates from shallow to deep; the first has {@code afterNs} 0
 */
public record MachineProfile(
        String name,
        String description,
        Arch arch,
        Set<Feature> features,
        int basePageBytes,
        long memoryBytes,
        Topology topology,
        TlbGeometry tlb,
        List<IdleState> idleStates,
        Map<CostId, CostValue> costs) {

    public MachineProfile {
        features = features.isEmpty() ? EnumSet.noneOf(Feature.class) : EnumSet.copyOf(features);
        idleStates = List.copyOf(idleStates);
        costs = new EnumMap<>(costs);
        for (CostId id : CostId.values()) {
            if (!costs.containsKey(id)) {
                throw new IllegalArgumentException("profile " + name + " has no cost " + id.label());
            }
        }
    }

    public boolean has(Feature feature) {
        return features.contains(feature);
    }

    public CostValue cost(CostId id) {
        return Objects.requireNonNull(costs.get(id));
    }
}
