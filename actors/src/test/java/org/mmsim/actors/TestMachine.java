package org.mmsim.actors;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mmsim.engine.profile.Arch;
import org.mmsim.engine.profile.CostId;
import org.mmsim.engine.profile.CostValue;
import org.mmsim.engine.profile.Feature;
import org.mmsim.engine.profile.IdleState;
import org.mmsim.engine.profile.Jitter;
import org.mmsim.engine.profile.MachineProfile;
import org.mmsim.engine.profile.Provenance;
import org.mmsim.engine.profile.TlbGeometry;
import org.mmsim.engine.profile.TlbLevel;
import org.mmsim.engine.profile.Topology;

/** A small machine on which everything costs the same, unless a test says otherwise. */
final class TestMachine {
    static final long KIB = 1 << 10;
    static final long MIB = 1 << 20;

    private final Map<CostId, Long> costsNs = new EnumMap<>(CostId.class);
    private final List<IdleState> idleStates = new ArrayList<>();
    private Arch arch = Arch.POWERPC_BOOK3S64_RADIX;
    private int cpus = 4;
    private int basePageBytes = (int) (64 * KIB);
    private long memoryBytes = 64 * MIB;
    private TlbGeometry tlb = geometry(64, 4);
    private Set<Feature> features = Set.of();
    private Jitter jitter = Jitter.FIXED;

    TestMachine() {
        for (CostId id : CostId.values()) {
            costsNs.put(id, 100L);
        }
        idleState(0, 0);
    }

    TestMachine arch(Arch value) {
        arch = value;
        return this;
    }

    TestMachine cpus(int count) {
        cpus = count;
        return this;
    }

    /** x86-64, whose base pages are of 4 KiB. */
    TestMachine x86() {
        arch = Arch.X86_64;
        return basePage(4 * KIB);
    }

    TestMachine basePage(long bytes) {
        basePageBytes = Math.toIntExact(bytes);
        return this;
    }

    TestMachine memory(long bytes) {
        memoryBytes = bytes;
        return this;
    }

    TestMachine tlb(int entries, int ways) {
        tlb = geometry(entries, ways);
        return this;
    }

    private static TlbGeometry geometry(int entries, int ways) {
        return TlbGeometry.single(new TlbLevel(entries, ways, Provenance.ESTIMATED, "test"));
    }

    TestMachine feature(Feature feature) {
        features = Set.of(feature);
        return this;
    }

    TestMachine cost(CostId id, long ns) {
        costsNs.put(id, ns);
        return this;
    }

    TestMachine allCosts(long ns) {
        costsNs.replaceAll((id, before) -> ns);
        return this;
    }

    /** The next deeper idle state. The first one is there already and costs nothing to leave. */
    TestMachine idleState(long afterNs, long exitLatencyNs) {
        String name = "idle" + idleStates.size();
        idleStates.add(new IdleState(name, afterNs, exitLatencyNs, Provenance.ESTIMATED, "test"));
        return this;
    }

    /** Lets every cost vary. */
    TestMachine jitter(Jitter.Kind kind, int permille) {
        jitter = new Jitter(kind, permille);
        return this;
    }

    MachineProfile build() {
        Map<CostId, CostValue> costs = new EnumMap<>(CostId.class);
        costsNs.forEach((id, ns) -> costs.put(id, CostValue.flat(ns, jitter, Provenance.ESTIMATED, "test")));
        return new MachineProfile(
                "test",
                "for tests",
                arch,
                features,
                basePageBytes,
                memoryBytes,
                new Topology(1, cpus, cpus, 1),
                tlb,
                idleStates,
                costs);
    }
}
