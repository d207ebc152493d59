package org.mmsim.scenarios.sensitivity;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.mmsim.engine.profile.CostId;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.experiment.Measured;
import org.mmsim.scenarios.format.Scenario;
import org.mmsim.scenarios.format.ScenarioLoader;
import org.mmsim.scenarios.format.Setting;
import org.mmsim.scenarios.run.Progress;
import org.mmsim.scenarios.run.Runner;
import org.mmsim.scenarios.yaml.Text;

/** Measures one metric of scenarios whose costs are changed. Runs leave no journal and are held to no checks. */
public final class Probe {

    private final ScenarioLoader loader;
    private final String metric;
    private final int seeds;
    private final Listener listener;

    /** Told which cost is looked at, and now and then how far a run has come. */
    public interface Listener extends Progress {
        /** @param number of the cost, from 1 */
        void next(int number, int costs, CostId cost);
    }

    /**
     * @param metric a metric of the scenario, or a counter
     * @param seeds how many runs make one measurement, from the scenario's seed on
     */
    public Probe(ScenarioLoader loader, String metric, int seeds, Listener listener) {
        this.loader = loader;
        this.metric = metric;
        this.seeds = seeds;
        this.listener = listener;
    }

    void next(int number, int costs, CostId cost) {
        listener.next(number, costs, cost);
    }

    /**
     * The metric of a scenario as it is: the mean over the seeds.
     *
     * @throws InputException if the run does not measure it
     */
    double measure(Scenario scenario) throws InterruptedException {
        double sum = value(scenario);
        for (int i = 1; i < seeds; i++) {
            sum += value(loader.change(scenario, List.of(Setting.seed(scenario.seed() + i))));
        }
        return sum / seeds;
    }

    private double value(Scenario scenario) throws InterruptedException {
        Map<String, Double> measured = Measured.in(
                new Runner(listener).runWithoutJournal(scenario, List.of()).end());
        Double value = measured.get(metric);
        if (value == null) {
            throw new InputException(
                    "neither a metric of " + scenario.name() + " nor a counter (--metric " + Text.oneLine(metric) + ")",
                    Text.allowed(metric, names(measured)));
        }
        return value;
    }

    /** Times first, then what was counted at least once. */
    private static List<String> names(Map<String, Double> measured) {
        TreeSet<String> times = new TreeSet<>();
        TreeSet<String> counts = new TreeSet<>();
        measured.forEach((name, value) -> {
            if (name.contains("_ns")) {
                times.add(name);
            } else if (value != 0) {
                counts.add(name);
            }
        });
        return Stream.concat(times.stream(), counts.stream()).toList();
    }

    /** The metric with one cost multiplied. */
    double measure(Scenario scenario, CostId id, double factor) throws InterruptedException {
        return measure(loader.change(scenario, new ScaledCost(scenario, id).times(factor)));
    }
}
