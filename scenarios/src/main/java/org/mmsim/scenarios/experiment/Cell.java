package org.mmsim.scenarios.experiment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mmsim.scenarios.format.Scenario;

/**
 * One run of an experiment.
 *
 * @param point value of each parameter, in the order of the matrix
 * @param slow whether it is left out where time is short
 */
public record Cell(String variant, Map<String, String> point, Scenario scenario, boolean slow) {

    public Cell {
        point = Collections.unmodifiableMap(new LinkedHashMap<>(point));
    }

    /** The same run of another scenario. */
    public Cell with(Scenario other) {
        return new Cell(variant, point, other, slow);
    }

    /** Whether the parameters have these values, whatever the others have. */
    boolean isAt(Map<String, String> where) {
        return point.entrySet().containsAll(where.entrySet());
    }

    /** Whether it has these values and, besides them, one of the parameter {@code by} and of no other. */
    boolean isOn(Map<String, String> where, String by) {
        return isAt(where) && point.containsKey(by) && point.size() == where.size() + 1;
    }

    /** Variant and point, such as {@code always, cpus 4, size 1GiB}. */
    public String describe() {
        return new Place(variant, point).describe();
    }
}
