package org.mmsim.scenarios.schema;

import java.math.BigInteger;
import org.mmsim.scenarios.yaml.YamlMapping;
import org.mmsim.scenarios.yaml.YamlNode;
import org.mmsim.scenarios.yaml.YamlScalar;
import org.mmsim.scenarios.yaml.YamlSequence;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A YAML tree as the JSON tree that the validator works on. */
final class JsonTree {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** No schema looks at the digits of larger numbers, and reading them would take quadratic time. */
    private static final int DIGITS_MAX = 30;

    private static final BigInteger LARGE = BigInteger.TEN.pow(DIGITS_MAX);

    private JsonTree() {}

    static JsonNode of(YamlNode node) {
        if (node instanceof YamlMapping mapping) {
            ObjectNode object = JSON.objectNode();
            mapping.entries().forEach(entry -> object.set(entry.key().text(), of(entry.value())));
            return object;
        }
        if (node instanceof YamlSequence sequence) {
            ArrayNode array = JSON.arrayNode();
            sequence.items().forEach(item -> array.add(of(item)));
            return array;
        }
        return of((YamlScalar) node);
    }

    private static JsonNode of(YamlScalar scalar) {
        if (scalar.isNull()) {
            return JSON.nullNode();
        }
        if (scalar.isBoolean()) {
            return JSON.booleanNode(scalar.booleanValue());
        }
        if (scalar.isInteger()) {
            return JSON.numberNode(integer(scalar.text()));
        }
        // The value of a fraction does not matter: what a schema bounds is whole.
        return scalar.isDecimal() ? JSON.numberNode(0.5) : JSON.stringNode(scalar.text());
    }

    private static BigInteger integer(String text) {
        if (text.length() <= DIGITS_MAX) {
            return new BigInteger(text);
        }
        return text.startsWith("-") ? LARGE.negate() : LARGE;
    }
}
