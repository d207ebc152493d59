package org.mmsim.scenarios.profile;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.memory.MemoryLayout;
import org.mmsim.engine.profile.Arch;
import org.mmsim.engine.profile.CostId;
import org.mmsim.engine.profile.CostValue;
import org.mmsim.engine.profile.Distance;
import org.mmsim.engine.profile.Feature;
import org.mmsim.engine.profile.IdleState;
import org.mmsim.engine.profile.Jitter;
import org.mmsim.engine.profile.MachineProfile;
import org.mmsim.engine.profile.Provenance;
import org.mmsim.engine.profile.TlbGeometry;
import org.mmsim.engine.profile.TlbLevel;
import org.mmsim.engine.profile.Topology;
import org.mmsim.scenarios.yaml.Fields;
import org.mmsim.scenarios.yaml.Quantity;
import org.mmsim.scenarios.yaml.Text;
import org.mmsim.scenarios.yaml.YamlMapping;
import org.mmsim.scenarios.yaml.YamlNode;
import org.mmsim.scenarios.yaml.YamlScalar;

/** Turns a profile's tree into the engine's record and checks what its schema cannot say. */
final class ProfileReader {

    /** Most CPUs of a machine. */
    static final int CPUS_MAX = 4096;

    private static final long HUGE_PAGE_BYTES = 2 << 20;
    private final Fields profile;

    ProfileReader(YamlMapping profile) {
        this.profile = new Fields(profile);
    }

    MachineProfile read() {
        return new MachineProfile(
                profile.text("name"),
                profile.text("description"),
                arch(),
                features(),
                (int) profile.size("base_page"),
                memory(),
                topology(),
                tlb(),
                idleStates(),
                costs());
    }

    private Arch arch() {
        for (Arch arch : Arch.values()) {
            if (arch.label().equals(profile.text("arch"))) {
                return arch;
            }
        }
        throw new IllegalStateException("the schema allows an unknown arch: " + profile.text("arch"));
    }

    private Set<Feature> features() {
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        for (YamlNode node : profile.items("features")) {
            String label = ((YamlScalar) node).text();
            for (Feature feature : Feature.values()) {
                if (feature.label().equals(label)) {
                    features.add(feature);
                }
            }
        }
        return features;
    }

    private long memory() {
        long bytes = profile.size("memory");
        if (bytes == 0 || bytes % HUGE_PAGE_BYTES != 0) {
            throw profile.scalar("memory")
                    .error(
                            "memory: " + Text.quote(profile.text("memory")) + " is not a multiple of 2MiB",
                            "allowed: 2MiB or a multiple of it");
        }
        if (bytes / profile.size("base_page") > MemoryLayout.FRAMES_MAX) {
            throw profile.scalar("memory")
                    .error(
                            "memory: " + Text.quote(profile.text("memory")) + " is too much",
                            "allowed: less than 2^31 base pages");
        }
        return bytes;
    }

    private Topology topology() {
        Fields topology = profile.fields("topology");
        long sockets = topology.integer("sockets");
        long cores = topology.integer("cores_per_socket");
        long threads = topology.integer("threads_per_core");
        if (sockets * cores * threads > CPUS_MAX) {
            throw topology.mapping()
                    .error(
                            "topology: " + sockets * cores * threads + " CPUs are too many",
                            "allowed: " + CPUS_MAX + " CPUs");
        }
        long cluster = topology.has("cores_per_cluster") ? topology.integer("cores_per_cluster") : cores;
        if (cluster > cores) {
            throw topology.scalar("cores_per_cluster")
                    .error(
                            "cores_per_cluster: " + cluster + " cores are more than the socket has",
                            "allowed: 1 to " + cores);
        }
        return new Topology((int) sockets, (int) cores, (int) cluster, (int) threads);
    }

    private TlbGeometry tlb() {
        Fields tlb = profile.fields("tlb");
        return new TlbGeometry(
                tlbLevel(tlb.fields("l1")),
                optionalTlbLevel(tlb, "l1_huge"),
                optionalTlbLevel(tlb, "l2"),
                optionalTlbLevel(tlb, "walk_cache"),
                TlbGeometry.Replacement.valueOf(upper(tlb.text("replacement").replace('-', '_'))));
    }

    private static @Nullable TlbLevel optionalTlbLevel(Fields tlb, String key) {
        return tlb.has(key) ? tlbLevel(tlb.fields(key)) : null;
    }

    private static TlbLevel tlbLevel(Fields level) {
        int entries = (int) level.integer("entries");
        int ways = (int) level.integer("ways");
        if (entries % ways != 0) {
            throw level.scalar("entries")
                    .error("tlb: " + entries + " entries do not divide into " + ways + " ways", "");
        }
        return new TlbLevel(entries, ways, provenance(level), level.text("source"));
    }

    private List<IdleState> idleStates() {
        List<IdleState> states = new ArrayList<>();
        for (YamlNode node : profile.items("idle_states")) {
            Fields state = Fields.of(node);
            long afterNs = state.time("after");
            boolean first = states.isEmpty();
            if (first && afterNs != 0) {
                throw state.scalar("after").error("after: the first idle state must start at 0ns");
            }
            if (!first && afterNs <= states.get(states.size() - 1).afterNs()) {
                throw state.scalar("after")
                        .error("after: " + Text.quote(state.text("after")) + " is not later than the state before it");
            }
            states.add(new IdleState(
                    state.text("name"), afterNs, state.time("exit_latency"), provenance(state), state.text("source")));
        }
        return states;
    }

    private Map<CostId, CostValue> costs() {
        Map<CostId, CostValue> costs = new EnumMap<>(CostId.class);
        Fields all = profile.fields("costs");
        boolean clustered = profile.fields("topology").has("cores_per_cluster");
        for (CostId id : CostId.values()) {
            costs.put(id, cost(id.label(), all.fields(id.label()), clustered));
        }
        return costs;
    }

    private static CostValue cost(String label, Fields cost, boolean clustered) {
        Map<Distance, Long> ns = new EnumMap<>(Distance.class);
        for (Distance distance : Distance.values()) {
            String key = distance.label();
            if (cost.has("ns") && cost.has(key)) {
                throw cost.key(key)
                        .error(
                                label + ": " + Text.quote(key) + " given beside " + Text.quote("ns"),
                                "allowed: either ns, or a value for every distance");
            }
            if (cost.has("ns")) {
                ns.put(distance, cost.integer("ns"));
            } else {
                ns.put(distance, cost.integer(keyFor(label, cost, distance, clustered)));
            }
        }
        Jitter jitter = cost.has("jitter") ? jitter(cost.fields("jitter")) : Jitter.FIXED;
        return new CostValue(ns, jitter, provenance(cost), cost.text("source"));
    }

    /** A socket without clusters is one cluster; a machine with clusters has to say what they are worth. */
    private static String keyFor(String label, Fields cost, Distance distance, boolean clustered) {
        String key = distance.label();
        if (distance != Distance.SAME_CLUSTER || clustered && cost.has(key)) {
            return key;
        }
        if (clustered || cost.has(key)) {
            throw cost.mapping()
                    .error(
                            label + ": " + (clustered ? "no " : "a ") + Text.quote(key),
                            "allowed: same_cluster if, and only if, the topology has cores_per_cluster");
        }
        return Distance.SAME_SOCKET.label();
    }

    private static Jitter jitter(Fields jitter) {
        Jitter.Kind kind = Jitter.Kind.valueOf(upper(jitter.text("kind")));
        boolean fixed = kind == Jitter.Kind.FIXED;
        if (fixed == jitter.has("spread")) {
            throw jitter.mapping()
                    .error(
                            "jitter: " + jitter.text("kind") + (fixed ? " takes no spread" : " needs a spread"),
                            "allowed: {kind: fixed}, or uniform or lognormal with a spread such as 10%");
        }
        return fixed ? Jitter.FIXED : new Jitter(kind, (int) Quantity.PERCENT.parse(jitter.scalar("spread"), "spread"));
    }

    private static Provenance provenance(Fields fields) {
        return Provenance.valueOf(upper(fields.text("provenance")));
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }
}
