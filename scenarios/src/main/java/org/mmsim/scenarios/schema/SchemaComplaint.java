package org.mmsim.scenarios.schema;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.yaml.Quantity;
import org.mmsim.scenarios.yaml.Text;
import org.mmsim.scenarios.yaml.YamlMapping;
import org.mmsim.scenarios.yaml.YamlNode;
import org.mmsim.scenarios.yaml.YamlScalar;
import org.mmsim.scenarios.yaml.YamlSequence;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Says what a schema found in words, with the place in the document. What is allowed comes from the
 * schema itself: its {@code enum}, its {@code properties}, else the {@code title} beside the keyword.
 */
final class SchemaComplaint {

    private final Map<String, JsonNode> schemas = new LinkedHashMap<>();

    SchemaComplaint(SortedMap<String, String> texts) {
        JsonMapper mapper = JsonMapper.builder().build();
        texts.forEach((location, text) -> schemas.put(location, mapper.readTree(text)));
    }

    InputException about(Error error, YamlNode document) {
        NodePath path = error.getInstanceLocation();
        YamlNode node = at(document, path);
        NodePath fragment = error.getSchemaLocation().getFragment();
        JsonNode root = schemas.get(String.valueOf(error.getSchemaLocation().getAbsoluteIri()));
        JsonNode keyword = at(root, fragment, fragment.getNameCount());
        JsonNode schema = at(root, fragment, fragment.getNameCount() - 1);
        String definition = fragment.getNameCount() < 2 ? "" : fragment.getName(-2);
        if (node instanceof YamlMapping mapping && schemaOfKeys(schema, root, fragment) != null) {
            InputException unknown = unknownKey(mapping, schemaOfKeys(schema, root, fragment), name(path));
            if (unknown != null) {
                return unknown;
            }
        }
        return switch (error.getKeyword()) {
            case "type" -> wrongKind(node, name(path), schema);
            case "enum", "const" -> notOneOf(node, name(path), keyword);
            case "required" -> missing((YamlMapping) node, name(path), keyword, schema);
            case "pattern" -> wrongForm(node, name(path), definition, schema);
            case "minimum", "maximum" -> outOfRange(node, name(path), definition, schema);
            case "minItems", "minLength", "minProperties" -> node.error(name(path) + " is too short", allowed(schema));
            case "maxItems", "maxLength", "maxProperties" -> node.error(name(path) + " is too long", allowed(schema));
            default -> node.error(name(path) + " is not valid", allowed(schema));
        };
    }

    private static InputException wrongKind(YamlNode node, String name, JsonNode schema) {
        String value = node instanceof YamlScalar scalar && !scalar.isNull() ? " " + Text.quote(scalar.text()) : "";
        String wanted = kinds(schema.get("type"));
        return node.error(name + ": expected " + wanted + ", found " + node.kind() + value, allowed(schema));
    }

    private static String kinds(JsonNode types) {
        List<String> words = new ArrayList<>();
        List<JsonNode> listed = new ArrayList<>();
        if (types.isArray()) {
            types.forEach(listed::add);
        } else {
            listed.add(types);
        }
        for (JsonNode type : listed) {
            words.add(
                    switch (type.asString()) {
                        case "object" -> "a mapping";
                        case "array" -> "a list";
                        case "integer" -> "a whole number";
                        case "number" -> "a number";
                        case "boolean" -> "true or false";
                        default -> "a text";
                    });
        }
        return String.join(" or ", words);
    }

    private static InputException notOneOf(YamlNode node, String name, JsonNode keyword) {
        List<String> values = new ArrayList<>();
        if (keyword.isArray()) {
            keyword.forEach(value -> values.add(value.asString()));
        } else {
            values.add(keyword.asString());
        }
        String written = node instanceof YamlScalar scalar ? scalar.text() : node.kind();
        String shown = node instanceof YamlScalar ? Text.quote(written) : written;
        return node.error(name + ": " + shown + " is not known", Text.allowed(written, values));
    }

    private static InputException missing(YamlMapping mapping, String name, JsonNode keyword, JsonNode schema) {
        String key = "";
        for (JsonNode required : keyword) {
            if (!mapping.has(required.asString())) {
                key = required.asString();
                break;
            }
        }
        return mapping.error("key " + Text.quote(key) + " missing in " + name, allowed(schema));
    }

    private static InputException wrongForm(YamlNode node, String name, String definition, JsonNode schema) {
        YamlScalar scalar = (YamlScalar) node;
        checkUnit(scalar, name, definition);
        return node.error(name + ": " + Text.quote(scalar.text()) + " is not valid", allowed(schema));
    }

    private static InputException outOfRange(YamlNode node, String name, String definition, JsonNode schema) {
        YamlScalar scalar = (YamlScalar) node;
        checkUnit(scalar, name, definition);
        return node.error(name + ": " + Text.quote(scalar.text()) + " is out of range", allowed(schema));
    }

    /** Has the exact complaint thrown where the value is a quantity. */
    private static void checkUnit(YamlScalar scalar, String name, String definition) {
        switch (definition) {
            case "size" -> Quantity.SIZE.parse(scalar, name);
            case "time" -> Quantity.TIME.parse(scalar, name);
            case "percent" -> Quantity.PERCENT.parse(scalar, name);
            default -> {
                // Not a quantity.
            }
        }
    }

    /** The schema that lists the allowed keys, if it or the schema that it refines does; else null. */
    private static JsonNode schemaOfKeys(JsonNode schema, JsonNode root, NodePath fragment) {
        if (closed(schema)) {
            return schema;
        }
        // A branch of an "if" refines the schema it stands in.
        JsonNode refined = fragment.getNameCount() < 2 ? null : at(root, fragment, fragment.getNameCount() - 2);
        return refined != null && closed(refined) ? refined : null;
    }

    private static boolean closed(JsonNode schema) {
        return schema.has("properties")
                && schema.has("additionalProperties")
                && schema.get("additionalProperties").isBoolean();
    }

    private static InputException unknownKey(YamlMapping mapping, JsonNode schema, String name) {
        List<String> keys = new ArrayList<>(schema.get("properties").propertyNames());
        for (YamlMapping.Entry entry : mapping.entries()) {
            String key = entry.key().text();
            if (!keys.contains(key)) {
                return entry.key()
                        .error("unknown key " + Text.quote(key) + " in " + name, Text.allowed(key, keys));
            }
        }
        return null;
    }

    private static String allowed(JsonNode schema) {
        JsonNode title = schema.get("title");
        return title == null ? "" : "allowed: " + title.asString();
    }

    private static YamlNode at(YamlNode document, NodePath path) {
        YamlNode node = document;
        for (int i = 0; i < path.getNameCount(); i++) {
            Object element = path.getElement(i);
            YamlNode child = node instanceof YamlSequence sequence
                    ? sequence.items().get(((Number) element).intValue())
                    : ((YamlMapping) node).get(element.toString());
            if (child == null) {
                return node;
            }
            node = child;
        }
        return node;
    }

    private static JsonNode at(JsonNode root, NodePath fragment, int length) {
        JsonNode node = root;
        for (int i = 0; i < length; i++) {
            Object element = fragment.getElement(i);
            node = node.isArray() ? node.get(((Number) element).intValue()) : node.get(element.toString());
        }
        return node;
    }

    /** The last keys of a path, as in {@code run[3].map}. */
    private static String name(NodePath path) {
        StringBuilder name = new StringBuilder();
        int start = path.getNameCount() - 1;
        while (start > 0 && path.getElement(start) instanceof Number) {
            start--;
        }
        for (int i = Math.max(0, start); i < path.getNameCount(); i++) {
            Object element = path.getElement(i);
            name.append(
                    element instanceof Number ? String.format(Locale.ROOT, "[%s]", element) : Text.oneLine(element.toString()));
        }
        return name.length() == 0 ? "the document" : name.toString();
    }
}
