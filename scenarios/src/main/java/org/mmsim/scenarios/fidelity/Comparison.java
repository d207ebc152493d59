package org.mmsim.scenarios.fidelity;

import org.mmsim.scenarios.experiment.Figure;

/**
 * A published figure and what the simulation says.
 *
 * @param simulated the same measure, without jitter
 * @param spread with jitter
 * @param substituted whether a smaller run, multiplied, stands for the one that was published
 */
public record Comparison(Figure figure, double simulated, Spread spread, boolean substituted) {

    /** What was simulated, as a multiple of what was published. */
    public double ratio() {
        return ratio(simulated);
    }

    /** A value of the measure as a multiple of what was published. */
    public double ratio(double value) {
        return value / figure.value();
    }
}
