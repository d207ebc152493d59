package org.mmsim.scenarios.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
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
    public record Results(Experiment experiment, List<Row> rows, List<String> complaints) {

        /** What came out of each shape of which every run is there. */
        public List<Shape.Finding> findings() {
            return experiment.shapes().stream()
                    .map(shape -> shape.in(rows))
                    .filter(finding -> runs(finding.shape(), rows.stream().map(Row::cell))
                            == runs(finding.shape(), experiment.cells().stream()))
                    .toList();
        }

        private static long runs(Shape shape, Stream<Cell> cells) {
            return cells.filter(shape::needs).count();
        }
    }

    public ExperimentRunner(Listener progress) {
        this.progress = progress;
    }

    /** Runs all of them. */
    public Results run(Experiment experiment) throws InterruptedException {
        return run(experiment, experiment.cells());
    }

    /** Runs these cells of it. The rows are in their order. */
    public Results run(Experiment experiment, List<Cell> cells) throws InterruptedException {
        List<Row> rows = new ArrayList<>();
        List<String> complaints = new ArrayList<>();
        Runner runner = new Runner(progress);
        for (Cell cell : cells) {
            progress.next(rows.size() + 1, cells.size(), cell);
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
                        .filter(figure -> figure.at().isOf(cell)
                                && metrics.containsKey(figure.measure().name()))
                        .toList());
    }
}
