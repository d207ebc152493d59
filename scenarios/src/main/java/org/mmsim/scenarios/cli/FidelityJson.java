package org.mmsim.scenarios.cli;

import java.util.List;
import java.util.Locale;
import org.mmsim.engine.profile.CostId;
import org.mmsim.engine.profile.Distance;
import org.mmsim.engine.profile.Provenance;
import org.mmsim.scenarios.experiment.Place;
import org.mmsim.scenarios.experiment.Shape;
import org.mmsim.scenarios.fidelity.Agreement;
import org.mmsim.scenarios.fidelity.Calibration;
import org.mmsim.scenarios.fidelity.Comparison;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code mmsim fidelity} found as one JSON document. Times are nanoseconds. */
final class FidelityJson {
    private static final JsonMapper JSON = JsonMapper.shared();

    private FidelityJson() {}

    static ObjectNode of(List<Agreement> agreements) {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode experiments = root.putArray("experiments");
        agreements.forEach(agreement -> add(experiments.addObject(), agreement));
        return root;
    }

    private static void add(ObjectNode item, Agreement agreement) {
        item.put("experiment", agreement.experiment().name());
        ArrayNode machines = item.putArray("machines");
        agreement.machines().forEach(machine -> add(machines.addObject(), machine));
        ArrayNode calibrated = item.putArray("calibrated");
        agreement.calibrated().forEach(comparison -> add(calibrated.addObject(), comparison));
        ArrayNode predicted = item.putArray("predicted");
        agreement.predicted().forEach(comparison -> add(predicted.addObject(), comparison));
        ArrayNode shapes = item.putArray("shapes");
        agreement.findings().forEach(finding -> add(shapes.addObject(), finding));
        item.put("shapes_left_out", agreement.leftOut());
        ArrayNode complaints = item.putArray("complaints");
        agreement.complaints().forEach(complaints::add);
    }

    private static void add(ObjectNode item, Calibration machine) {
        item.put("machine", machine.machine().name());
        ObjectNode counts = item.putObject("costs");
        for (Provenance provenance : Provenance.values()) {
            counts.put(
                    provenance.name().toLowerCase(Locale.ROOT), machine.counts().getOrDefault(provenance, 0L));
        }
        ArrayNode fitted = item.putArray("fitted");
        for (CostId id : machine.fitted()) {
            ObjectNode cost = fitted.addObject();
            cost.put("cost", id.label());
            ObjectNode ns = cost.putObject("ns");
            for (Distance distance : Distance.values()) {
                ns.put(distance.label(), machine.cost(id).ns(distance));
            }
            cost.put("source", machine.cost(id).source());
        }
    }

    private static void add(ObjectNode item, Comparison comparison) {
        Place at = comparison.figure().at();
        item.put("variant", at.variant());
        ObjectNode parameters = item.putObject("parameters");
        at.where().forEach(parameters::put);
        item.put("metric", comparison.figure().measure().name());
        item.put("published", comparison.figure().value());
        item.put("simulated", comparison.simulated());
        item.put("ratio", comparison.ratio());
        ObjectNode jitter = item.putObject("with_jitter");
        jitter.put("min", comparison.spread().min());
        jitter.put("median", comparison.spread().median());
        jitter.put("max", comparison.spread().max());
        item.put("substituted", comparison.substituted());
        item.put("source", comparison.figure().source());
    }

    private static void add(ObjectNode item, Shape.Finding finding) {
        item.put("says", finding.shape().says());
        item.put("value", Double.isNaN(finding.value()) ? null : finding.value());
        item.put("bounds", finding.shape().bounds());
        item.put("holds", finding.holds());
    }
}
