package org.mmsim.engine.process;

import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.TreeMap;

/** The durations that a scenario asks for, by name, in virtual nanoseconds. */
public final class Metrics {
    private final Map<String, LongSummaryStatistics> durations = new TreeMap<>();

    void add(String name, long ns) {
        durations.computeIfAbsent(name, n -> new LongSummaryStatistics()).accept(ns);
    }

    /**
     * A duration that was taken once under its own name; one taken more often as its mean, with
     * {@code _count}, {@code _min}, {@code _max} beside it.
     */
    public Map<String, Double> values() {
        Map<String, Double> values = new TreeMap<>();
        durations.forEach((name, d) -> {
            values.put(name, d.getAverage());
            if (d.getCount() > 1) {
                values.put(name + "_count", (double) d.getCount());
                values.put(name + "_min", (double) d.getMin());
                values.put(name + "_max", (double) d.getMax());
            }
        });
        return values;
    }
}
