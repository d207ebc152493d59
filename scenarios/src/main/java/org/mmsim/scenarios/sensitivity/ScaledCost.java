package org.mmsim.scenarios.sensitivity;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.mmsim.engine.profile.CostId;
import org.mmsim.engine.profile.CostValue;
import org.mmsim.engine.profile.Distance;
import org.mmsim.scenarios.format.Scenario;
import org.mmsim.scenarios.format.Setting;
import org.mmsim.scenarios.yaml.Fields;
import org.mmsim.scenarios.yaml.Position;
import org.mmsim.scenarios.yaml.YamlMapping;
import org.mmsim.scenarios.yaml.YamlNode;
import org.mmsim.scenarios.yaml.YamlReader;
import org.mmsim.scenarios.yaml.YamlScalar;

/** One cost of a scenario's machine, to be multiplied at all distances together. */
final class ScaledCost {

    /** The most that a profile may say. */
    private static final long NS_MAX = 1_000_000_000;

    private final Scenario scenario;
    private final CostId id;

    ScaledCost(Scenario scenario, CostId id) {
        this.scenario = scenario;
        this.id = id;
    }

    /** The costs of a machine that are not 0 at every distance. */
    static List<CostId> of(Scenario scenario) {
        return Stream.of(CostId.values())
                .filter(id -> largest(scenario.machine().cost(id)) > 0)
                .toList();
    }

    /** By how much the cost really grows: it stays whole nanoseconds. The largest distance counts. */
    double factor(double wanted) {
        long ns = largest(scenario.machine().cost(id));
        return (double) scale(ns, wanted) / ns;
    }

    /** What multiplies the cost. */
    List<Setting> times(double factor) {
        YamlNode root = YamlReader.read(scenario.canonicalText(), scenario.name());
        YamlMapping cost = Fields.of(root)
                .fields("machine")
                .fields("costs")
                .fields(id.label())
                .mapping();
        List<Setting> settings = new ArrayList<>();
        List<String> keys = Stream.concat(
                        Stream.of("ns"), Stream.of(Distance.values()).map(Distance::label))
                .filter(cost::has)
                .toList();
        for (String key : keys) {
            String ns = Long.toString(scale(new Fields(cost).integer(key), factor));
            List<String> path = List.of("machine", "costs", id.label(), key);
            settings.add(new Setting(id.label(), path, YamlScalar.plain(ns, Position.of(id.label()))));
        }
        return settings;
    }

    private static long scale(long ns, double factor) {
        return Math.min(NS_MAX, Math.round(ns * factor));
    }

    private static long largest(CostValue cost) {
        return Stream.of(Distance.values()).mapToLong(cost::ns).max().orElseThrow();
    }
}
