package org.mmsim.scenarios.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mmsim.scenarios.format.Scenario;
import org.mmsim.scenarios.sensitivity.FlipSearch;
import org.mmsim.scenarios.sensitivity.FlipSearch.Flip;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Prints how wrong costs would have to be for a comparison to come out the other way. */
final class FlipReport {

    private final Scenario scenario;
    private final String metric;
    private final String key;
    private final List<String> values;
    private final FlipSearch.Outcome outcome;

    /**
     * @param key whose two values are compared
     * @param values two
     */
    FlipReport(Scenario scenario, String metric, String key, List<String> values, FlipSearch.Outcome outcome) {
        this.scenario = scenario;
        this.metric = metric;
        this.key = key;
        this.values = values;
        this.outcome = outcome;
    }

    void print(boolean json) {
        if (json) {
            System.out.println(json().toPrettyString());
        } else {
            text(System.out);
        }
    }

    private void text(PrintStream out) {
        out.println(scenario.name() + " on " + scenario.machine().name() + ", " + metric + " by " + key);
        out.println("  " + values.get(0) + ": " + SensitivityReport.value(metric, outcome.first()));
        out.println("  " + values.get(1) + ": " + SensitivityReport.value(metric, outcome.second()));
        out.println("  the first is " + ratio(outcome.ratio()) + " times the second");
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("cost", "", "at half", "at twice", "flips below", "flips above"));
        for (Flip flip : outcome.costs()) {
            lines.add(List.of(
                    flip.cost().label(),
                    SensitivityReport.provenance(scenario.machine(), flip.cost()),
                    ratio(flip.half()),
                    ratio(flip.twice()),
                    flip.below() == 0 ? "-" : "x " + ratio(flip.below()),
                    Double.isInfinite(flip.above()) ? "-" : "x " + ratio(flip.above())));
        }
        out.println();
        Columns.print(out, lines);
        out.println();
        out.println(nearest());
        SensitivityReport.without(out, outcome.without());
    }

    private String nearest() {
        if (outcome.ratio() == 1) {
            return "both are equal: there is nothing to flip";
        }
        if (outcome.costs().isEmpty()
                || Double.isInfinite(outcome.costs().get(0).distance())) {
            return String.format(
                    Locale.ROOT,
                    "no cost flips the comparison by itself, from 1/%.0f to %.0f times its value",
                    FlipSearch.FACTOR_MAX,
                    FlipSearch.FACTOR_MAX);
        }
        Flip nearest = outcome.costs().get(0);
        return String.format(
                Locale.ROOT,
                "nearest flip: %s wrong by a factor of %.2f",
                nearest.cost().label(),
                nearest.distance());
    }

    private static String ratio(double ratio) {
        return String.format(Locale.ROOT, "%.3f", ratio);
    }

    private ObjectNode json() {
        ObjectNode root = JsonMapper.shared().createObjectNode();
        root.put("scenario", scenario.name());
        root.put("machine", scenario.machine().name());
        root.put("metric", metric);
        root.put("compare", key);
        ObjectNode compared = root.putObject("values");
        compared.put(values.get(0), outcome.first());
        compared.put(values.get(1), outcome.second());
        root.put("ratio", outcome.ratio());
        var costs = root.putArray("costs");
        for (Flip flip : outcome.costs()) {
            ObjectNode cost = costs.addObject();
            cost.put("cost", flip.cost().label());
            cost.put("provenance", SensitivityReport.provenance(scenario.machine(), flip.cost()));
            cost.put("half", flip.half());
            cost.put("twice", flip.twice());
            if (flip.below() > 0) {
                cost.put("flips_below", flip.below());
            }
            if (!Double.isInfinite(flip.above())) {
                cost.put("flips_above", flip.above());
            }
        }
        var without = root.putArray("without_effect");
        outcome.without().forEach(id -> without.add(id.label()));
        return root;
    }
}
