package org.mmsim.scenarios.experiment;

import java.util.List;
import java.util.Map;

/**
 * What came out of a cell.
 *
 * @param metrics value of each measure that the run has, by name
 * @param published figures for this cell
 */
public record Row(Cell cell, Map<String, Double> metrics, List<Figure> published) {

    /** What was simulated, as a multiple of what was published. */
    public double ratio(Figure figure) {
        return metrics.getOrDefault(figure.measure().name(), Double.NaN) / figure.value();
    }
}
