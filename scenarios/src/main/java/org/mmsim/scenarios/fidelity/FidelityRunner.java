package org.mmsim.scenarios.fidelity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.mmsim.engine.profile.MachineProfile;
import org.mmsim.scenarios.experiment.Cell;
import org.mmsim.scenarios.experiment.Experiment;
import org.mmsim.scenarios.experiment.ExperimentRunner;
import org.mmsim.scenarios.experiment.ExperimentRunner.Results;
import org.mmsim.scenarios.experiment.Figure;
import org.mmsim.scenarios.experiment.Place;
import org.mmsim.scenarios.experiment.Shape;
import org.mmsim.scenarios.format.ScenarioLoader;

/** Runs what an experiment has published figures and shapes for, and no more. */
public final class FidelityRunner {

    private final Jittered jittered;
    private final ExperimentRunner runner;
    private final boolean quick;
    private final int seeds;

    /**
     * @param quick whether slow runs are left out, and smaller ones stand for them where the experiment names one
     * @param seeds how many runs with jitter each figure gets, at least 1
     */
    public FidelityRunner(ScenarioLoader loader, ExperimentRunner.Listener progress, boolean quick, int seeds) {
        this.jittered = new Jittered(loader);
        this.runner = new ExperimentRunner(progress);
        this.quick = quick;
        this.seeds = seeds;
    }

    public Agreement run(Experiment experiment) throws InterruptedException {
        List<Figure> figures = experiment.published().stream()
                .filter(figure -> isQuickEnough(experiment, place(figure)))
                .toList();
        List<Shape> shapes = experiment.shapes().stream()
                .filter(shape -> experiment.cells().stream().noneMatch(cell -> shape.needs(cell) && leavesOut(cell)))
                .toList();
        Predicate<Cell> hasFigure =
                cell -> figures.stream().anyMatch(figure -> place(figure).isOf(cell));
        Predicate<Cell> hasShape = cell -> shapes.stream().anyMatch(shape -> shape.needs(cell));
        Results results = runner.run(experiment, cells(experiment, hasFigure.or(hasShape)));
        List<String> complaints = new ArrayList<>(results.complaints());
        List<Results> varied = new ArrayList<>();
        for (int seed = 1; seed <= seeds; seed++) {
            Results one = runner.run(experiment, vary(cells(experiment, hasFigure), seed));
            String which = ", with jitter and seed " + seed;
            one.complaints().forEach(complaint -> complaints.add(complaint + which));
            varied.add(one);
        }
        List<Shape.Finding> findings = results.findings();
        return new Agreement(
                experiment,
                machines(experiment),
                figures.stream()
                        .map(figure -> comparison(figure, results, varied))
                        .toList(),
                findings,
                experiment.shapes().size() - findings.size(),
                List.copyOf(complaints));
    }

    private boolean leavesOut(Cell cell) {
        return quick && cell.slow();
    }

    private boolean isQuickEnough(Experiment experiment, Place place) {
        return experiment.cells().stream().noneMatch(cell -> place.isOf(cell) && leavesOut(cell));
    }

    /** The run that a figure is compared to. */
    private Place place(Figure figure) {
        Figure.Substitute substitute = figure.quick();
        return quick && substitute != null ? substitute.at() : figure.at();
    }

    private static List<Cell> cells(Experiment experiment, Predicate<Cell> which) {
        return experiment.cells().stream().filter(which).toList();
    }

    private List<Cell> vary(List<Cell> cells, long seed) {
        return cells.stream()
                .map(cell -> cell.with(jittered.of(cell.scenario(), seed)))
                .toList();
    }

    private Comparison comparison(Figure figure, Results results, List<Results> varied) {
        return new Comparison(
                figure,
                value(figure, results),
                Spread.of(varied.stream().map(one -> value(figure, one)).toList()),
                !place(figure).equals(figure.at()));
    }

    private double value(Figure figure, Results results) {
        Figure.Substitute substitute = figure.quick();
        long times = quick && substitute != null ? substitute.times() : 1;
        return times * figure.measure().in(results.rows(), place(figure));
    }

    private static List<Calibration> machines(Experiment experiment) {
        Map<String, Calibration> machines = new LinkedHashMap<>();
        for (Cell cell : experiment.cells()) {
            MachineProfile machine = cell.scenario().machine();
            machines.putIfAbsent(machine.name(), new Calibration(machine));
        }
        return List.copyOf(machines.values());
    }
}
