package org.mmsim.scenarios.cli;

import java.util.ArrayList;
import java.util.List;
import org.mmsim.engine.profile.CostId;
import org.mmsim.engine.profile.CostValue;
import org.mmsim.engine.profile.IdleState;
import org.mmsim.engine.profile.MachineProfile;
import org.mmsim.engine.profile.Provenance;
import org.mmsim.engine.profile.TlbGeometry;

/** Which numbers of a profile come from where. */
final class Origins {
    private Origins() {}

    /**
     * A number of a profile.
     *
     * @param name the key of a cost, else the path to the key in the profile
     */
    record Figure(String name, Provenance provenance, String source) {}

    /** The numbers of that provenance: translation caches, idle states, then costs. */
    static List<Figure> of(MachineProfile profile, Provenance provenance) {
        List<Figure> all = new ArrayList<>();
        for (TlbGeometry.Named level : profile.tlb().levels()) {
            all.add(new Figure(
                    "tlb." + level.key(),
                    level.level().provenance(),
                    level.level().source()));
        }
        for (IdleState state : profile.idleStates()) {
            all.add(new Figure("idle_states." + state.name(), state.provenance(), state.source()));
        }
        for (CostId id : CostId.values()) {
            CostValue cost = profile.cost(id);
            all.add(new Figure(id.label(), cost.provenance(), cost.source()));
        }
        return all.stream().filter(number -> number.provenance() == provenance).toList();
    }
}
