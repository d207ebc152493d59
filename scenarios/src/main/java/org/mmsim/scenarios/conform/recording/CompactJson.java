package org.mmsim.scenarios.conform.recording;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** Values as compact JSON, so that equal values are equal texts. */
public final class CompactJson {

    private CompactJson() {}

    /** {@code {"a":1,"b":2}}, in the order of the map. */
    public static String counts(Map<String, Long> counts) {
        List<String> parts = new ArrayList<>();
        counts.forEach((name, count) -> parts.add(quoted(name) + ":" + count));
        return "{" + String.join(",", parts) + "}";
    }

    /** {@code [[value,count],…]}. */
    public static String runsOfValues(List<long[]> runs) {
        List<String> parts = new ArrayList<>();
        runs.forEach(run -> parts.add("[" + run[0] + "," + run[1] + "]"));
        return "[" + String.join(",", parts) + "]";
    }

    /** A text as JSON. */
    public static String quoted(String text) {
        return JsonMapper.shared().writeValueAsString(text);
    }

    /** The value of a field that the object has. */
    static String read(OpField field, JsonFields object) {
        String key = field.label();
        return switch (field.shape()) {
            case NUMBER -> Long.toString(object.number(key, Long.MIN_VALUE, Long.MAX_VALUE));
            case COUNTS -> counts(new TreeMap<>(object.counts(key)));
            case RUNS_OF_VALUES -> runsOfValues(Objects.requireNonNull(object.tuplesOrNull(key, 2)));
            case SCAN_RANGES -> "[" + String.join(",", object.objects(key, CompactJson::scanRange)) + "]";
        };
    }

    private static String scanRange(JsonFields range) {
        return "{\"o\":" + range.number("o", 0, Long.MAX_VALUE) + ",\"n\":" + range.number("n", 0, Long.MAX_VALUE)
                + ",\"cat\":" + quoted(range.text("cat")) + "}";
    }
}
