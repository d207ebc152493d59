package org.mmsim.scenarios.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.yaml.Fields;
import org.mmsim.scenarios.yaml.Quantity;
import org.mmsim.scenarios.yaml.Text;
import org.mmsim.scenarios.yaml.YamlNode;
import org.mmsim.scenarios.yaml.YamlScalar;

/** Reads expectations that have passed the schema. */
final class ExpectationReader {

    private static final List<String> SUBJECTS = List.of("metric", "counter", "violations");

    private final Set<String> metrics;

    /** @param metrics what operations measure */
    ExpectationReader(Set<String> metrics) {
        this.metrics = metrics;
    }

    Expectation read(Fields item) {
        List<String> subjects = SUBJECTS.stream().filter(item::has).toList();
        if (subjects.size() != 1) {
            throw malformed(item);
        }
        return switch (subjects.get(0)) {
            case "violations" -> violations(item);
            case "metric" -> bounded(item, Expectation.Subject.METRIC, metric(item.scalar("metric")));
            default -> bounded(item, Expectation.Subject.COUNTER, item.text("counter"));
        };
    }

    private static Expectation violations(Fields item) {
        if (item.has("min") || item.has("max") || item.has("equals")) {
            throw malformed(item);
        }
        long violations = item.integer("violations");
        return new Expectation(Expectation.Subject.VIOLATIONS, "", violations, violations);
    }

    private String metric(YamlScalar name) {
        if (!metrics.contains(name.text())) {
            throw name.error(
                    "metric: no operation measures " + Text.quote(name.text()),
                    Text.allowed(name.text(), new ArrayList<>(metrics)));
        }
        return name.text();
    }

    private static Expectation bounded(Fields item, Expectation.Subject subject, String name) {
        boolean range = item.has("min") || item.has("max");
        if (range == item.has("equals")) {
            throw malformed(item);
        }
        if (!range) {
            long value = bound(item.scalar("equals"), "equals");
            return new Expectation(subject, name, value, value);
        }
        long min = item.has("min") ? bound(item.scalar("min"), "min") : Long.MIN_VALUE;
        long max = item.has("max") ? bound(item.scalar("max"), "max") : Long.MAX_VALUE;
        if (min > max) {
            throw item.scalar("min").error("min: " + Text.quote(item.text("min")) + " is more than max");
        }
        return new Expectation(subject, name, min, max);
    }

    private static long bound(YamlScalar scalar, String key) {
        if (scalar.isInteger()) {
            return Fields.integer(scalar, key);
        }
        boolean time = Quantity.TIME.unitNames().stream()
                .anyMatch(unit -> scalar.text().endsWith(unit));
        return (time ? Quantity.TIME : Quantity.SIZE).parse(scalar, key);
    }

    private static InputException malformed(Fields item) {
        YamlNode node = item.mapping();
        return node.error(
                "expect: not one expectation",
                "allowed: one of metric, counter and violations; metric and counter with equals, or min or max or both");
    }
}
