package org.mmsim.scenarios.cli;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.profile.CostId;
import org.mmsim.engine.profile.CostValue;
import org.mmsim.engine.profile.Distance;
import org.mmsim.engine.profile.Feature;
import org.mmsim.engine.profile.IdleState;
import org.mmsim.engine.profile.MachineProfile;
import org.mmsim.engine.profile.Provenance;
import org.mmsim.engine.profile.TlbGeometry;
import org.mmsim.engine.profile.Topology;
import org.mmsim.scenarios.profile.ProfileLoader;
import org.mmsim.scenarios.yaml.Library;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code mmsim profiles}. */
@Command(
        name = "profiles",
        mixinStandardHelpOptions = true,
        description =
                "Lists the machine profiles, or shows what one costs and where each number comes from, last of all which are"
                        + " estimated or fitted.")
final class ProfilesCommand implements Callable<Integer> {
    private static final int SOURCE_WIDTH = 96;

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "a profile of the library, or a file")
    @Nullable
    String name;

    @Option(names = "--json", description = "print one JSON document")
    boolean json;

    @Override
    public Integer call() {
        if (name != null) {
            MachineProfile profile = ProfileLoader.load(name);
            if (json) {
                System.out.println(json(profile).toPrettyString());
            } else {
                print(profile);
            }
            return ExitCode.GOOD;
        }
        LibraryList.print(Library.PROFILES, "profiles", json);
        return ExitCode.GOOD;
    }

    private static void print(MachineProfile profile) {
        Topology topology = profile.topology();
        System.out.println(profile.name() + ": " + profile.description());
        System.out.printf(
                Locale.ROOT,
                "  %s, %d KiB pages, %d GiB, %d CPUs = %d sockets x %d cores%s x %d threads%n",
                profile.arch().label(),
                profile.basePageBytes() >> 10,
                profile.memoryBytes() >> 30,
                topology.cpus(),
                topology.sockets(),
                topology.coresPerSocket(),
                topology.clustered() ? " in clusters of " + topology.coresPerCluster() : "",
                topology.threadsPerCore());
        System.out.println("  features: "
                + (profile.features().isEmpty()
                        ? "none"
                        : profile.features().stream().map(Feature::label).collect(Collectors.joining(", "))));
        System.out.println(
                "translation caches, replacement " + profile.tlb().replacement().label());
        for (TlbGeometry.Named level : profile.tlb().levels()) {
            System.out.printf(
                    Locale.ROOT,
                    "  %-16s %d entries, %d ways (%s)%n",
                    level.key(),
                    level.level().entries(),
                    level.level().ways(),
                    label(level.level().provenance()));
            source(level.level().source());
        }
        System.out.println("idle states");
        for (IdleState state : profile.idleStates()) {
            System.out.printf(
                    Locale.ROOT,
                    "  %-16s after %s, exit latency %s (%s)%n",
                    state.name(),
                    Units.time(state.afterNs()),
                    Units.time(state.exitLatencyNs()),
                    label(state.provenance()));
            source(state.source());
        }
        System.out.println("costs");
        for (CostId id : CostId.values()) {
            CostValue cost = profile.cost(id);
            System.out.printf(
                    Locale.ROOT,
                    "  %-16s %s: %s (%s)%n",
                    id.label(),
                    id.meaning(),
                    value(cost),
                    label(cost.provenance()));
            source(cost.source());
        }
        printOrigins(profile);
    }

    private static void printOrigins(MachineProfile profile) {
        List<Origins.Figure> estimated = Origins.of(profile, Provenance.ESTIMATED);
        System.out.println("estimated, because nobody published them:" + (estimated.isEmpty() ? " none" : ""));
        if (!estimated.isEmpty()) {
            source(estimated.stream().map(Origins.Figure::name).collect(Collectors.joining(", ")));
        }
        List<Origins.Figure> fitted = Origins.of(profile, Provenance.FITTED);
        System.out.println("fitted, so that a published result comes out:" + (fitted.isEmpty() ? " none" : ""));
        for (Origins.Figure number : fitted) {
            System.out.println("  " + number.name());
            source(number.source());
        }
    }

    private static String value(CostValue cost) {
        return cost.flat()
                ? Units.time(cost.ns(Distance.SAME_CPU))
                : Stream.of(Distance.values())
                        .map(distance -> distance.label().replace('_', ' ') + " " + cost.ns(distance))
                        .collect(Collectors.joining(", ", "", " ns"));
    }

    private static String label(Provenance provenance) {
        return provenance.name().toLowerCase(Locale.ROOT);
    }

    private static void source(String text) {
        StringBuilder line = new StringBuilder();
        for (String word : text.split("\\s+", -1)) {
            if (line.length() + word.length() > SOURCE_WIDTH) {
                System.out.println("        " + line);
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        System.out.println("        " + line);
    }

    private static ObjectNode json(MachineProfile profile) {
        ObjectNode root = JsonMapper.shared().createObjectNode();
        root.put("name", profile.name());
        root.put("description", profile.description());
        root.put("arch", profile.arch().label());
        root.put("base_page_bytes", profile.basePageBytes());
        root.put("memory_bytes", profile.memoryBytes());
        root.putObject("topology")
                .put("sockets", profile.topology().sockets())
                .put("cores_per_socket", profile.topology().coresPerSocket())
                .put("cores_per_cluster", profile.topology().coresPerCluster())
                .put("threads_per_core", profile.topology().threadsPerCore());
        ArrayNode features = root.putArray("features");
        profile.features().forEach(feature -> features.add(feature.label()));
        ObjectNode tlb = root.putObject("tlb");
        for (TlbGeometry.Named level : profile.tlb().levels()) {
            tlb.putObject(level.key())
                    .put("entries", level.level().entries())
                    .put("ways", level.level().ways())
                    .put("provenance", label(level.level().provenance()))
                    .put("source", level.level().source());
        }
        tlb.put("replacement", profile.tlb().replacement().label());
        var idle = root.putArray("idle_states");
        for (IdleState state : profile.idleStates()) {
            idle.addObject()
                    .put("name", state.name())
                    .put("after_ns", state.afterNs())
                    .put("exit_latency_ns", state.exitLatencyNs())
                    .put("provenance", label(state.provenance()))
                    .put("source", state.source());
        }
        ObjectNode costs = root.putObject("costs");
        for (CostId id : CostId.values()) {
            CostValue cost = profile.cost(id);
            ObjectNode node = costs.putObject(id.label());
            for (Distance distance : Distance.values()) {
                node.put(distance.label() + "_ns", cost.ns(distance));
            }
            node.put("provenance", label(cost.provenance())).put("source", cost.source());
        }
        ArrayNode estimated = root.putArray("estimated");
        Origins.of(profile, Provenance.ESTIMATED).forEach(number -> estimated.add(number.name()));
        ArrayNode fitted = root.putArray("fitted");
        Origins.of(profile, Provenance.FITTED)
                .forEach(number -> fitted.addObject().put("name", number.name()).put("source", number.source()));
        return root;
    }
}
