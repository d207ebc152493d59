package org.mmsim.scenarios.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.format.Setting;
import org.mmsim.scenarios.yaml.Fields;
import org.mmsim.scenarios.yaml.Text;
import org.mmsim.scenarios.yaml.YamlMapping;
import org.mmsim.scenarios.yaml.YamlScalar;

/**
 * The names that an experiment defines at its top and uses below.
 *
 * @param variants settings of each variant
 * @param sources publications by their short names
 */
record Vocabulary(
        Map<String, List<Setting>> variants,
        Map<String, Parameter> parameters,
        Map<String, Measure> measures,
        Map<String, String> sources) {

    /**
     * What is varied.
     *
     * @param values settings of each value
     */
    record Parameter(String title, Map<String, List<Setting>> values) {}

    static Vocabulary of(Fields root) {
        return new Vocabulary(
                byName(root.fields("variants"), entry -> settings((YamlMapping) entry.value())),
                byName(root.fields("parameters"), entry -> parameter(Fields.of(entry.value()))),
                byName(root.fields("metrics"), entry -> measure(entry.key().text(), Fields.of(entry.value()))),
                root.has("sources")
                        ? byName(root.fields("sources"), entry -> ((YamlScalar) entry.value()).text())
                        : Map.of());
    }

    private static <T> Map<String, T> byName(Fields fields, Function<YamlMapping.Entry, T> read) {
        Map<String, T> byName = new LinkedHashMap<>();
        for (YamlMapping.Entry entry : fields.mapping().entries()) {
            byName.put(entry.key().text(), read.apply(entry));
        }
        return byName;
    }

    private static Parameter parameter(Fields fields) {
        return new Parameter(
                fields.text("title"), byName(fields.fields("values"), entry -> settings((YamlMapping) entry.value())));
    }

    private static List<Setting> settings(YamlMapping mapping) {
        return mapping.entries().stream().map(Setting::of).toList();
    }

    private static Measure measure(String name, Fields fields) {
        return new Measure(
                name, fields.text("value"), fields.text("per", ""), fields.has("times") ? fields.integer("times") : 1);
    }

    Parameter parameter(YamlScalar name) {
        return find(parameters, name, "parameter");
    }

    Measure measure(YamlScalar name) {
        return find(measures, name, "metric");
    }

    String source(YamlScalar name) {
        return find(sources, name, "source");
    }

    List<Setting> variant(YamlScalar name) {
        return find(variants, name, "variant");
    }

    /** The settings of one of a parameter's values. */
    List<Setting> value(YamlScalar parameter, YamlScalar value) {
        return find(parameter(parameter).values(), value, "value of " + parameter.text());
    }

    /** A value for each of some parameters. */
    Map<String, String> point(Fields fields) {
        Map<String, String> point = new LinkedHashMap<>();
        for (YamlMapping.Entry entry : fields.mapping().entries()) {
            YamlScalar value = (YamlScalar) entry.value();
            value(entry.key(), value);
            point.put(entry.key().text(), value.text());
        }
        return point;
    }

    /**
     * What a name stands for.
     *
     * @throws InputException if it stands for nothing
     */
    static <T> T find(Map<String, T> known, YamlScalar name, String what) {
        T found = known.get(name.text());
        if (found == null) {
            throw name.error("no " + what + " " + Text.quote(name.text()), Text.allowed(name.text(), known.keySet()));
        }
        return found;
    }
}
