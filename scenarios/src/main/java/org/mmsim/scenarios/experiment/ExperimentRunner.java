package org.mmsim.scenarios.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mmsim.engine.check.Checks;
import org.mmsim.protocol.RunEnd;
import org.mmsim.protocol.Violation;
import org.mmsim.scenarios.run.Progress;
import org.mmsim.scenarios.run.Runner;

/** Runs the cells of an experiment one after another, without journals and under every check. */
public final class ExperimentRunner {

    private final Listener progress;

    /** Told which run it is, and now and then how far that run has come. */
    public interface Listener extends Progress {
        /** @param number of the run, from 1 */
        void next(int number, int runs, Cell cell);
    }

    /**
     * What came out.
     *
     * @param complaints a line for each violation of a check and each unmet expectation of a scenario
     */
    public record Results(Experiment experiment, List<Row> rows, List<String> complaints) {}

    public ExperimentRunner(Listener progress) {
        this.progress = progress;
    }

    /** Runs all of them. The rows are in the order of the cells. */
    public Results run(Experiment experiment) throws InterruptedException {
        List<Row> rows = new ArrayList<>();
        List<String> complaints = new ArrayList<>();
        Runner runner = new Runner(progress);
        for (Cell cell : experiment.cells()) {
            progress.next(rows.size() + 1, experiment.cells().size(), cell);
            RunEnd end =
                    runner.runWithoutJournal(cell.scenario(), Checks.names()).end();
            rows.add(row(experiment, cell, end));
            complaints.addAll(complaints(cell, end));
        }
        return new Results(experiment, List.copyOf(rows), List.copyOf(complaints));
    }

    static List<String> complaints(Cell cell, RunEnd end) {
        List<String> complaints = new ArrayList<>();
        for (Violation violation : end.getViolationsList()) {
            complaints.add(cell.describe() + ": check " + violation.getCheck() + ": " + violation.getMessage());
        }
        end.getUnmetList().forEach(unmet -> complaints.add(cell.describe() + ": " + unmet));
        return complaints;
    }

    private static Row row(Experiment experiment, Cell cell, RunEnd end) {
        Map<String, Double> measured = Measured.in(end);
        Map<String, Double> metrics = new TreeMap<>();
        for (Measure measure : experiment.measures()) {
            measure.of(measured).ifPresent(value -> metrics.put(measure.name(), value));
        }
        return new Row(
                cell,
                metrics,
                experiment.published().stream()
                        .filter(figure -> figure.isFor(cell)
                                && metrics.containsKey(figure.measure().name()))
                        .toList());
    }
}
