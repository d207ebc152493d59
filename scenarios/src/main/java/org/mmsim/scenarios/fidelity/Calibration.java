package org.mmsim.scenarios.fidelity;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.mmsim.engine.profile.CostId;
import org.mmsim.engine.profile.CostValue;
import org.mmsim.engine.profile.MachineProfile;
import org.mmsim.engine.profile.Provenance;

/** Where the costs of a machine come from. */
public record Calibration(MachineProfile machine) {

    /** How many of its costs have each provenance. */
    public Map<Provenance, Long> counts() {
        Map<Provenance, Long> counts = new EnumMap<>(Provenance.class);
        for (CostId id : CostId.values()) {
            counts.merge(machine.cost(id).provenance(), 1L, Long::sum);
        }
        return counts;
    }

    /** Those that were chosen so that a published figure comes out. */
    public List<CostId> fitted() {
        return Stream.of(CostId.values())
                .filter(id -> machine.cost(id).provenance() == Provenance.FITTED)
                .toList();
    }

    public CostValue cost(CostId id) {
        return machine.cost(id);
    }
}
