package org.mmsim.scenarios.sensitivity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.mmsim.engine.profile.CostId;
import org.mmsim.scenarios.format.Scenario;

/**
 * How much a metric moves with each cost of the machine.
 *
 * @param base the metric with the costs as they are
 * @param effects those that move it, the strongest first
 * @param without costs that do not move it, or that cannot be moved, in the order of profiles
 */
public record Sensitivity(Scenario scenario, double base, List<Effect> effects, List<CostId> without) {

    /**
     * Of one cost.
     *
     * @param half the metric with the cost at half its value
     * @param twice the metric with the cost at twice its value
     * @param span the cost at the upper of the two as a multiple of the cost at the lower one: 4, but for costs of so few
     *     nanoseconds that half of them is not whole
     */
    public record Effect(CostId cost, double half, double twice, double span) {

        /** By how many percent the metric grows for each percent of the cost; NaN if it is 0 somewhere. */
        public double elasticity() {
            return half > 0 && twice > 0 ? Math.log(twice / half) / Math.log(span) : Double.NaN;
        }

        private double strength() {
            double elasticity = elasticity();
            return Double.isNaN(elasticity) ? Double.POSITIVE_INFINITY : Math.abs(elasticity);
        }
    }

    /**
     * Halves and doubles every cost.
     *
     * @throws org.mmsim.scenarios.InputException if the scenario does not have the metric
     */
    public static Sensitivity of(Scenario scenario, Probe probe) throws InterruptedException {
        double base = probe.measure(scenario);
        List<CostId> costs = ScaledCost.of(scenario);
        List<Effect> effects = new ArrayList<>();
        for (CostId id : costs) {
            probe.next(costs.indexOf(id) + 1, costs.size(), id);
            ScaledCost cost = new ScaledCost(scenario, id);
            Effect effect = new Effect(
                    id,
                    probe.measure(scenario, id, 0.5),
                    probe.measure(scenario, id, 2),
                    cost.factor(2) / cost.factor(0.5));
            if (effect.half() != base || effect.twice() != base) {
                effects.add(effect);
            }
        }
        effects.sort(Comparator.comparingDouble(Effect::strength).reversed());
        List<CostId> moving = effects.stream().map(Effect::cost).toList();
        return new Sensitivity(
                scenario,
                base,
                List.copyOf(effects),
                List.of(CostId.values()).stream()
                        .filter(id -> !moving.contains(id))
                        .toList());
    }
}
