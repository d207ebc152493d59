package org.mmsim.scenarios.experiment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One run of an experiment, as its document names it.
 *
 * @param where values of parameters, of all that the run has
 */
public record Place(String variant, Map<String, String> where) {

    public Place {
        where = Collections.unmodifiableMap(new LinkedHashMap<>(where));
    }

    /** Whether it means this cell. */
    public boolean isOf(Cell cell) {
        return cell.variant().equals(variant) && cell.isAt(where);
    }

    /** Variant and point, such as {@code always, cpus 4, size 1GiB}. */
    public String describe() {
        return variant
                + where.entrySet().stream()
                        .map(value -> ", " + value.getKey() + " " + value.getValue())
                        .collect(Collectors.joining());
    }
}
