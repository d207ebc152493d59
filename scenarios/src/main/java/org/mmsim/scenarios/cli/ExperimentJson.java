package org.mmsim.scenarios.cli;

import java.util.Map;
import java.util.stream.Collectors;
import org.mmsim.scenarios.experiment.ExperimentRunner.Results;
import org.mmsim.scenarios.experiment.Figure;
import org.mmsim.scenarios.experiment.Row;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What came out of an experiment as one JSON document. */
final class ExperimentJson {
    private static final JsonMapper JSON = JsonMapper.shared();

    private ExperimentJson() {}

    static ObjectNode of(Results results) {
        ObjectNode root = JSON.createObjectNode();
        root.put("experiment", results.experiment().name());
        var rows = root.putArray("rows");
        results.rows().forEach(row -> rows.add(of(row)));
        return root;
    }

    private static ObjectNode of(Row row) {
        ObjectNode item = JSON.createObjectNode();
        item.put("variant", row.cell().variant());
        item.set("parameters", parameters(row.cell().point()));
        ObjectNode metrics = item.putObject("metrics");
        row.metrics().forEach((name, value) -> putNumber(metrics, name, value));
        ObjectNode published = item.putObject("published");
        ObjectNode ratio = item.putObject("ratio");
        for (Figure figure : row.published()) {
            published.put(figure.measure().name(), figure.value());
            putNumber(ratio, figure.measure().name(), row.ratio(figure));
        }
        item.put(
                "source",
                row.published().stream()
                        .map(figure -> figure.use() + ": " + figure.source())
                        .collect(Collectors.joining("; ")));
        return item;
    }

    /** Whole numbers as numbers, everything else as the text that it is. */
    private static ObjectNode parameters(Map<String, String> point) {
        ObjectNode parameters = JSON.createObjectNode();
        point.forEach((name, value) -> {
            if (value.matches("[0-9]{1,18}")) {
                parameters.put(name, Long.parseLong(value));
            } else {
                parameters.put(name, value);
            }
        });
        return parameters;
    }

    private static void putNumber(ObjectNode node, String name, double value) {
        if (value == Math.rint(value)) {
            node.put(name, (long) value);
        } else {
            node.put(name, value);
        }
    }
}
