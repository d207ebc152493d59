package org.mmsim.scenarios.experiment;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What is taken of a run: a metric or counter, or a quotient of two.
 *
 * @param name ends in {@code _ns} if it is a time in nanoseconds
 * @param value name of a metric or counter
 * @param per name of the metric or counter to divide by, or empty
 * @param times factor of the value
 */
public record Measure(String name, String value, String per, long times) {

    /** Whether it is a time in nanoseconds. */
    public boolean isTime() {
        return name.endsWith("_ns");
    }

    /** Its value at a place; NaN if no row is of that place or has it. */
    public double in(List<Row> rows, Place place) {
        return rows.stream()
                .filter(row -> place.isOf(row.cell()))
                .mapToDouble(row -> row.metrics().getOrDefault(name, Double.NaN))
                .findFirst()
                .orElse(Double.NaN);
    }

    /** Its value in a run, empty if the run did not measure it or there is nothing to divide by. */
    OptionalDouble of(Map<String, Double> measured) {
        Double dividend = measured.get(value);
        Double divisor = per.isEmpty() ? Double.valueOf(1) : measured.get(per);
        return dividend == null || divisor == null || divisor == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(dividend * times / divisor);
    }
}
