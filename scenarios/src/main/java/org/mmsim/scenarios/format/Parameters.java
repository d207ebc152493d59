package org.mmsim.scenarios.format;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.yaml.Text;
import org.mmsim.scenarios.yaml.YamlMapping;
import org.mmsim.scenarios.yaml.YamlNode;
import org.mmsim.scenarios.yaml.YamlScalar;
import org.mmsim.scenarios.yaml.YamlSequence;

/** Replaces plain scalars that read {@code $name}, keys among them, by the parameter of that name. */
final class Parameters {

    private static final Pattern REFERENCE = Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)");

    private final YamlMapping values;
    private final TreeSet<String> used = new TreeSet<>();

    Parameters(YamlMapping values) {
        this.values = values;
    }

    /** The node with every reference replaced. */
    YamlNode substitute(YamlNode node) {
        if (node instanceof YamlMapping mapping) {
            return substitute(mapping);
        }
        if (node instanceof YamlSequence sequence) {
            return new YamlSequence(
                    sequence.items().stream().map(this::substitute).toList(), sequence.position());
        }
        return substitute((YamlScalar) node);
    }

    private YamlMapping substitute(YamlMapping mapping) {
        Map<String, YamlMapping.Entry> entries = new LinkedHashMap<>();
        for (YamlMapping.Entry entry : mapping.entries()) {
            YamlScalar key = substitute(entry.key());
            if (entries.put(key.text(), new YamlMapping.Entry(key, substitute(entry.value()))) != null) {
                throw key.error("key " + Text.quote(key.text()) + " given twice");
            }
        }
        return new YamlMapping(entries.values(), mapping.position());
    }

    private YamlScalar substitute(YamlScalar scalar) {
        Matcher reference = REFERENCE.matcher(scalar.text());
        if (!scalar.plain() || !reference.matches()) {
            return scalar;
        }
        String name = reference.group(1);
        if (!(values.get(name) instanceof YamlScalar value)) {
            throw scalar.error(
                    "no parameter " + Text.quote(name) + " for " + Text.quote(scalar.text()),
                    Text.allowed(name, values.keys()));
        }
        used.add(name);
        return new YamlScalar(
                value.text(), value.plain(), scalar.position().withOrigin(scalar.text() + " from " + value.position()));
    }

    /** @throws InputException if there is a parameter that nothing refers to */
    void checkAllUsed() {
        for (YamlMapping.Entry entry : values.entries()) {
            String name = entry.key().text();
            if (!used.contains(name)) {
                throw entry.key().error("parameter " + Text.quote(name) + " is not used", "");
            }
        }
    }
}
