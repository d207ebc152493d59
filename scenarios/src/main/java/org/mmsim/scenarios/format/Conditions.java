package org.mmsim.scenarios.format;

import java.util.ArrayList;
import java.util.List;
import org.mmsim.scenarios.yaml.Text;
import org.mmsim.scenarios.yaml.YamlMapping;
import org.mmsim.scenarios.yaml.YamlNode;
import org.mmsim.scenarios.yaml.YamlScalar;
import org.mmsim.scenarios.yaml.YamlSequence;

/** Decides which expectations apply: those whose {@code when} the scenario's settings meet. */
final class Conditions {

    private final YamlMapping scenario;

    Conditions(YamlMapping scenario) {
        this.scenario = scenario;
    }

    /** The expectations that apply, without their conditions. */
    YamlSequence filter(YamlSequence expectations) {
        List<YamlNode> applying = new ArrayList<>();
        for (YamlNode node : expectations.items()) {
            YamlMapping expectation = (YamlMapping) node;
            if (!expectation.has("when")
                    || met((YamlMapping) expectation.existing("when").value())) {
                applying.add(expectation.without("when"));
            }
        }
        return new YamlSequence(applying, expectations.position());
    }

    private boolean met(YamlMapping when) {
        boolean met = true;
        for (YamlMapping.Entry entry : when.entries()) {
            met &= setting(entry.key()).equals(((YamlScalar) entry.value()).text());
        }
        return met;
    }

    private String setting(YamlScalar path) {
        YamlNode node = scenario;
        for (String key : path.text().split("\\.", -1)) {
            node = node instanceof YamlMapping mapping ? mapping.get(key) : null;
        }
        // A machine is meant by its name.
        YamlNode value = node instanceof YamlMapping mapping ? mapping.get("name") : node;
        if (value instanceof YamlScalar scalar) {
            return scalar.text();
        }
        throw path.error(
                "when: no setting " + Text.quote(path.text()),
                "allowed: dotted paths of single values, such as kernel.lockless_walk or parameters.size");
    }
}
