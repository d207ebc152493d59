package org.mmsim.scenarios.conform.recording;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.yaml.Text;
import tools.jackson.databind.JsonNode;

/** An object of a recording, taken apart with messages that say where it stands. */
final class JsonFields {
    private final JsonNode object;
    private final String what;
    private final String place;

    /**
     * @param what the object is
     * @param place file and line
     */
    JsonFields(JsonNode object, String what, String place) {
        this.object = object;
        this.what = what;
        this.place = place;
        if (!object.isObject()) {
            throw error("not an object: " + what);
        }
    }

    boolean has(String key) {
        return object.has(key);
    }

    @Nullable
    JsonNode node(String key) {
        return object.get(key);
    }

    @Nullable
    String textOrNull(String key) {
        JsonNode value = object.get(key);
        if (value == null) {
            return null;
        }
        if (!value.isString()) {
            throw expected("a text", key);
        }
        return value.stringValue();
    }

    String text(String key) {
        String text = textOrNull(key);
        if (text == null) {
            throw expected("a text", key);
        }
        return text;
    }

    @Nullable
    Long numberOrNull(String key, long min, long max) {
        JsonNode value = object.get(key);
        if (value == null) {
            return null;
        }
        if (!isNumber(value) || value.longValue() < min || value.longValue() > max) {
            throw expected("a whole number from " + min + " to " + max, key);
        }
        return value.longValue();
    }

    long number(String key, long min, long max) {
        Long number = numberOrNull(key, min, max);
        if (number == null) {
            throw expected("a whole number", key);
        }
        return number;
    }

    static boolean isNumber(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToLong();
    }

    /** The objects of an array, or null if the key is missing. */
    <T> @Nullable List<T> objectsOrNull(String key, Function<JsonFields, T> reader) {
        JsonNode array = object.get(key);
        if (array == null) {
            return null;
        }
        List<T> objects = new ArrayList<>();
        for (JsonNode item : array(array, key)) {
            objects.add(reader.apply(new JsonFields(item, "item of " + key, place)));
        }
        return List.copyOf(objects);
    }

    <T> List<T> objects(String key, Function<JsonFields, T> reader) {
        List<T> objects = objectsOrNull(key, reader);
        if (objects == null) {
            throw expected("an array", key);
        }
        return objects;
    }

    /** The arrays of numbers in an array, each of the given length, or null if the key is missing. */
    @Nullable
    List<long[]> tuplesOrNull(String key, int length) {
        JsonNode array = object.get(key);
        if (array == null) {
            return null;
        }
        List<long[]> tuples = new ArrayList<>();
        for (JsonNode item : array(array, key)) {
            tuples.add(tuple(item, key, length));
        }
        return tuples;
    }

    /** An array of numbers, or null if the key is missing. */
    long @Nullable [] tupleOrNull(String key, int length) {
        JsonNode array = object.get(key);
        return array == null ? null : tuple(array, key, length);
    }

    private long[] tuple(JsonNode item, String key, int length) {
        if (!item.isArray() || item.size() != length) {
            throw expected("arrays of " + length + " numbers", key);
        }
        long[] tuple = new long[length];
        for (int i = 0; i < length; i++) {
            if (!isNumber(item.get(i))) {
                throw expected("arrays of " + length + " numbers", key);
            }
            tuple[i] = item.get(i).longValue();
        }
        return tuple;
    }

    List<String> texts(String key) {
        JsonNode array = object.get(key);
        List<String> texts = new ArrayList<>();
        for (JsonNode item : array(array == null ? object : array, key)) {
            if (!item.isString()) {
                throw expected("texts", key);
            }
            texts.add(item.stringValue());
        }
        return texts;
    }

    /** Numbers by name. */
    TreeMap<String, Long> counts(String key) {
        JsonNode counts = object.get(key);
        if (counts == null || !counts.isObject()) {
            throw expected("an object of numbers", key);
        }
        TreeMap<String, Long> numbers = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : counts.properties()) {
            if (!isNumber(entry.getValue())) {
                throw expected("an object of numbers", key);
            }
            numbers.put(entry.getKey(), entry.getValue().longValue());
        }
        return numbers;
    }

    private JsonNode array(JsonNode node, String key) {
        if (!node.isArray()) {
            throw expected("an array", key);
        }
        return node;
    }

    /** The object of a key, or null if it is missing. */
    @Nullable
    JsonFields objectOrNull(String key) {
        JsonNode value = object.get(key);
        return value == null ? null : new JsonFields(value, key, place);
    }

    InputException expected(String expected, String key) {
        JsonNode value = object.get(key);
        String found = value == null ? ", which is missing" : ", found " + Text.oneLine(value.toString());
        return error("expected " + expected + " for " + Text.quote(key) + " of " + what + found);
    }

    InputException error(String message) {
        return new InputException(message + " (" + place + ")");
    }
}
