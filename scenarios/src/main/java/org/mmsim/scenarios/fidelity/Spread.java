package org.mmsim.scenarios.fidelity;

import java.util.List;

/**
 * Of one measure over runs that differ in their seed, with jitter on the machine's costs.
 *
 * @param median of an even number of runs, the lower one of the two in the middle
 */
public record Spread(double min, double median, double max) {

    /** @param values at least one */
    static Spread of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return new Spread(sorted.get(0), sorted.get((sorted.size() - 1) / 2), sorted.get(sorted.size() - 1));
    }
}
