package org.mmsim.scenarios.experiment;

import java.util.List;
import java.util.Map;

/**
 * A view of the rows: one line for each value of a parameter, one column for each variant.
 *
 * @param label what a plot calls its lines
 * @param measure what stands in the cells
 * @param where values of all other parameters
 * @param by the parameter of the lines
 * @param byTitle its heading
 * @param values its values, in the order of the runs
 * @param variants the columns
 */
public record Table(
        String title,
        String label,
        Measure measure,
        Map<String, String> where,
        String by,
        String byTitle,
        List<String> values,
        List<String> variants) {

    /** The value of the measure for a variant at a value of the parameter; NaN if there is none. */
    public double value(List<Row> rows, String variant, String value) {
        return rows.stream()
                .filter(row -> row.cell().isOn(where, by))
                .filter(row -> row.cell().variant().equals(variant)
                        && value.equals(row.cell().point().get(by)))
                .mapToDouble(row -> row.metrics().getOrDefault(measure.name(), Double.NaN))
                .findFirst()
                .orElse(Double.NaN);
    }
}
