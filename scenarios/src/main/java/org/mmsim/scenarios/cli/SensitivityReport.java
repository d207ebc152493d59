package org.mmsim.scenarios.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.mmsim.engine.profile.CostId;
import org.mmsim.engine.profile.MachineProfile;
import org.mmsim.scenarios.Paragraph;
import org.mmsim.scenarios.experiment.Shape;
import org.mmsim.scenarios.sensitivity.Sensitivity;
import org.mmsim.scenarios.sensitivity.Sensitivity.Effect;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Prints which costs a metric hangs on. */
final class SensitivityReport {
    private static final int WIDTH = 100;
    private static final int BAR_LENGTH = 20;

    private final Sensitivity sensitivity;
    private final String metric;

    SensitivityReport(Sensitivity sensitivity, String metric) {
        this.sensitivity = sensitivity;
        this.metric = metric;
    }

    void print(boolean json) {
        if (json) {
            System.out.println(json().toPrettyString());
        } else {
            text(System.out);
        }
    }

    private void text(PrintStream out) {
        out.println(sensitivity.scenario().name() + " on "
                + sensitivity.scenario().machine().name() + ", " + metric + ": " + value(metric, sensitivity.base()));
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("cost", "", "at half", "at twice", "elasticity"));
        for (Effect effect : sensitivity.effects()) {
            double elasticity = effect.elasticity();
            lines.add(List.of(
                    effect.cost().label(),
                    provenance(sensitivity.scenario().machine(), effect.cost()),
                    change(effect.half()),
                    change(effect.twice()),
                    Double.isNaN(elasticity) ? "-" : String.format(Locale.ROOT, "%.3f", elasticity),
                    bar(elasticity)));
        }
        out.println();
        Columns.print(out, lines);
        without(out, sensitivity.without());
    }

    /** Names the costs that do nothing. */
    static void without(PrintStream out, List<CostId> without) {
        out.println();
        String names = without.stream().map(CostId::label).collect(Collectors.joining(", "));
        Paragraph.lines("without effect: " + (names.isEmpty() ? "none" : names), WIDTH)
                .forEach(out::println);
    }

    static String provenance(MachineProfile machine, CostId id) {
        return machine.cost(id).provenance().name().toLowerCase(Locale.ROOT);
    }

    /** With its unit if it is a time. */
    static String value(String metric, double value) {
        return metric.contains("_ns") && !metric.endsWith("_count") ? Units.time(value) : Shape.number(value);
    }

    private String change(double value) {
        return sensitivity.base() == 0
                ? value(metric, value)
                : String.format(Locale.ROOT, "%+.1f %%", 100 * (value / sensitivity.base() - 1));
    }

    /** As long as the metric follows the cost; a full one if it grows as fast as the cost, or faster. */
    private static String bar(double elasticity) {
        int length = (int) Math.round(BAR_LENGTH * Math.min(1, Math.abs(elasticity)));
        return "#".repeat(length) + " ".repeat(BAR_LENGTH - length);
    }

    private ObjectNode json() {
        ObjectNode root = JsonMapper.shared().createObjectNode();
        root.put("scenario", sensitivity.scenario().name());
        root.put("machine", sensitivity.scenario().machine().name());
        root.put("metric", metric);
        root.put("value", sensitivity.base());
        var costs = root.putArray("costs");
        for (Effect effect : sensitivity.effects()) {
            double elasticity = effect.elasticity();
            costs.addObject()
                    .put("cost", effect.cost().label())
                    .put("provenance", provenance(sensitivity.scenario().machine(), effect.cost()))
                    .put("half", effect.half())
                    .put("twice", effect.twice())
                    .put("elasticity", Double.isNaN(elasticity) ? null : elasticity);
        }
        var without = root.putArray("without_effect");
        sensitivity.without().forEach(id -> without.add(id.label()));
        return root;
    }
}
