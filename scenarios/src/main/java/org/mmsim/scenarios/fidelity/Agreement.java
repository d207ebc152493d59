package org.mmsim.scenarios.fidelity;

import java.util.List;
import org.mmsim.scenarios.experiment.Experiment;
import org.mmsim.scenarios.experiment.Shape;

/**
 * What came out of one experiment, beside what was published and what must come out.
 *
 * @param machines those that the experiment runs on
 * @param leftOut shapes of which a run was left out
 * @param complaints a line for each violation of a check and each unmet expectation of a scenario
 */
public record Agreement(
        Experiment experiment,
        List<Calibration> machines,
        List<Comparison> comparisons,
        List<Shape.Finding> findings,
        int leftOut,
        List<String> complaints) {

    /** Figures that the costs were chosen for. */
    public List<Comparison> calibrated() {
        return comparisons.stream()
                .filter(comparison -> comparison.figure().fitted())
                .toList();
    }

    /** Figures that they were not chosen for. */
    public List<Comparison> predicted() {
        return comparisons.stream()
                .filter(comparison -> !comparison.figure().fitted())
                .toList();
    }

    /** Whether no check was violated, every expectation was met and every shape came out. */
    public boolean isGood() {
        return complaints.isEmpty() && findings.stream().allMatch(Shape.Finding::holds);
    }
}
