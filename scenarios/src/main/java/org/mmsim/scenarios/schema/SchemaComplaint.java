package org.mmsim.scenarios.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.yaml.Quantity;
import org.mmsim.scenarios.yaml.Text;
import org.mmsim.scenarios.yaml.YamlMapping;
import org.mmsim.scenarios.yaml.YamlScalar;
import tools.jackson.databind.JsonNode;

/**
 * Says what a schema found in words. What is allowed comes from the schema itself: its {@code enum}, its
 * {@code properties}, else the {@code title} beside the keyword or of the schema around it.
 */
final class SchemaComplaint {

    private final SchemaFinding finding;
    private final String name;
    private final String allowed;

    SchemaComplaint(SchemaFinding finding) {
        this.finding = finding;
        this.name = finding.name();
        JsonNode title = finding.schema().has("title")
                ? finding.schema().get("title")
                : finding.outer().get("title");
        this.allowed = title == null || !title.isString() ? "" : "allowed: " + title.asString();
    }

    InputException exception() {
        Optional<InputException> unknownKey =
                finding.node() instanceof YamlMapping mapping ? unknownKey(mapping) : Optional.empty();
        return unknownKey.orElseGet(this::ofKeyword);
    }

    private InputException ofKeyword() {
        if (finding.ofKey()) {
            return complaint(name + ": the name is not valid");
        }
        return switch (finding.keyword()) {
            case "type" -> wrongKind();
            case "enum", "const" -> notOneOf();
            case "required" -> missingKey((YamlMapping) finding.node());
            case "pattern", "minimum", "maximum" -> wrongValue((YamlScalar) finding.node());
            case "minItems" -> complaint(name + ": the list is empty");
            case "maxItems" -> complaint(name + ": the list is too long");
            case "minProperties" -> complaint(name + ": a key is missing");
            case "maxProperties" -> complaint(name + ": too many keys");
            default -> complaint(name + " is not valid");
        };
    }

    private InputException complaint(String what) {
        return finding.node().error(what, allowed);
    }

    /** About the first key that the schema does not list. A missing key is often a misspelt one. */
    private Optional<InputException> unknownKey(YamlMapping mapping) {
        JsonNode schema = isClosed(finding.schema()) ? finding.schema() : finding.outer();
        if (!isClosed(schema)) {
            return Optional.empty();
        }
        List<String> keys = new ArrayList<>(schema.get("properties").propertyNames());
        JsonNode patterns = schema.get("patternProperties");
        String others = patterns == null ? "" : ", or " + schema.get("title").asString();
        for (YamlMapping.Entry entry : mapping.entries()) {
            String key = entry.key().text();
            if (!keys.contains(key) && !matchesAny(patterns, key)) {
                return Optional.of(entry.key()
                        .error("unknown key " + Text.quote(key) + " in " + name, Text.allowed(key, keys) + others));
            }
        }
        return Optional.empty();
    }

    private static boolean matchesAny(@Nullable JsonNode patterns, String key) {
        return patterns != null
                && patterns.propertyNames().stream()
                        .anyMatch(
                                pattern -> Pattern.compile(pattern).matcher(key).find());
    }

    private static boolean isClosed(JsonNode schema) {
        return schema.has("properties")
                && schema.has("additionalProperties")
                && schema.get("additionalProperties").isBoolean();
    }

    private InputException missingKey(YamlMapping mapping) {
        for (JsonNode required : finding.keywordValue()) {
            if (!mapping.has(required.asString())) {
                return complaint("key " + Text.quote(required.asString()) + " missing in " + name);
            }
        }
        throw new IllegalStateException("no required key is missing in " + name);
    }

    private InputException wrongKind() {
        List<String> types = strings(finding.schema().get("type"));
        if (finding.node() instanceof YamlScalar scalar && !scalar.isNull()) {
            if (types.size() > 1 || finding.definition().equals("percent")) {
                return wrongValue(scalar);
            }
            String found = ", found " + scalar.kind() + " " + Text.quote(scalar.text());
            return complaint(name + ": expected " + words(types) + found);
        }
        return complaint(name + ": expected " + words(types) + ", found "
                + finding.node().kind());
    }

    private static String words(List<String> types) {
        if (types.size() > 1) {
            return "a single value";
        }
        return switch (types.get(0)) {
            case "object" -> "a mapping";
            case "array" -> "a list";
            case "integer" -> "a whole number";
            case "number" -> "a number";
            case "boolean" -> "true or false";
            default -> "a text";
        };
    }

    private InputException notOneOf() {
        List<String> values = strings(finding.keywordValue());
        if (finding.node() instanceof YamlScalar scalar && !scalar.isNull()) {
            return scalar.error(
                    name + ": " + Text.quote(scalar.text()) + " is not known", Text.allowed(scalar.text(), values));
        }
        return finding.node()
                .error(
                        name + ": expected a single value, found "
                                + finding.node().kind(),
                        Text.allowed("", values));
    }

    private InputException wrongValue(YamlScalar scalar) {
        // What is wrong with a quantity, its reader says best, by throwing.
        switch (finding.definition()) {
            case "size" -> Quantity.SIZE.parse(scalar, name);
            case "time" -> Quantity.TIME.parse(scalar, name);
            case "percent" -> Quantity.PERCENT.parse(scalar, name);
            default -> {
                // Not a quantity.
            }
        }
        boolean bounded =
                finding.keyword().equals("minimum") || finding.keyword().equals("maximum");
        return complaint(name + ": " + Text.quote(scalar.text()) + (bounded ? " is out of range" : " is not valid"));
    }

    private static List<String> strings(JsonNode value) {
        List<String> strings = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(item -> strings.add(item.asString()));
        } else {
            strings.add(value.asString());
        }
        return strings;
    }
}
