package org.mmsim.scenarios.schema;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import java.util.Map;
import java.util.Objects;
import org.mmsim.scenarios.yaml.Text;
import org.mmsim.scenarios.yaml.YamlMapping;
import org.mmsim.scenarios.yaml.YamlNode;
import org.mmsim.scenarios.yaml.YamlSequence;
import tools.jackson.databind.JsonNode;

/**
 * A validator's error with what it points at.
 *
 * @param node the node of the document that is not allowed
 * @param name what to call the node: its last two keys, with indexes
 * @param keyword the keyword of the schema that does not allow it, and its value
 * @param schema the schema that the keyword stands in
 * @param outer the schema that this one is part of or a branch of
 * @param definition the key that the schema is defined under
 * @param ofKey whether the node's key is what is not allowed
 */
record SchemaFinding(
        YamlNode node,
        String name,
        String keyword,
        JsonNode keywordValue,
        JsonNode schema,
        JsonNode outer,
        String definition,
        boolean ofKey) {

    /** @param schemas the schemas by location */
    static SchemaFinding of(Error error, YamlNode document, Map<String, JsonNode> schemas) {
        NodePath fragment = error.getSchemaLocation().getFragment();
        String location = String.valueOf(error.getSchemaLocation().getAbsoluteIri());
        JsonNode root = Objects.requireNonNull(schemas.get(location), location);
        int depth = fragment.getNameCount();
        return new SchemaFinding(
                nodeAt(document, error.getInstanceLocation()),
                name(error.getInstanceLocation()),
                error.getKeyword(),
                schemaAt(root, fragment, depth),
                schemaAt(root, fragment, depth - 1),
                schemaAt(root, fragment, Math.max(0, depth - 2)),
                depth < 2 ? "" : fragment.getElement(depth - 2).toString(),
                error.getEvaluationPath().contains("propertyNames"));
    }

    private static YamlNode nodeAt(YamlNode document, NodePath path) {
        YamlNode node = document;
        for (int i = 0; i < path.getNameCount(); i++) {
            Object element = path.getElement(i);
            node = node instanceof YamlSequence sequence
                    ? sequence.items().get(((Number) element).intValue())
                    : ((YamlMapping) node).require(element.toString()).value();
        }
        return node;
    }

    private static JsonNode schemaAt(JsonNode root, NodePath fragment, int length) {
        JsonNode node = root;
        for (int i = 0; i < length; i++) {
            node = node.get(fragment.getElement(i).toString());
        }
        return node;
    }

    private static String name(NodePath path) {
        StringBuilder name = new StringBuilder();
        int keys = 0;
        for (int i = path.getNameCount() - 1; i >= 0 && keys < 2; i--) {
            Object element = path.getElement(i);
            boolean index = element instanceof Number;
            boolean joins = keys == 1 && name.charAt(0) != '[';
            name.insert(0, index ? "[" + element + "]" : Text.oneLine(element.toString()) + (joins ? "." : ""));
            if (index && keys == 1) {
                name.insert(name.indexOf("]") + 1, '.');
            }
            keys += index ? 0 : 1;
        }
        return name.length() == 0 ? "the document" : name.toString();
    }
}
