package org.mmsim.scenarios.sensitivity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.mmsim.engine.profile.CostId;
import org.mmsim.scenarios.format.Scenario;

/**
 * By what factor each cost of the machine would have to be wrong for a comparison of two scenarios to come out the other
 * way. It is looked for from 1/32 to 32, and taken to be between the ends where these differ: a comparison that flips
 * and flips back in between is not found.
 */
public final class FlipSearch {

    /** How far costs are moved. */
    public static final double FACTOR_MAX = 32;

    /** How near the two ends are when the search ends: the factor is known to 5 %. */
    private static final double PRECISION = 1.05;

    private final Scenario first;
    private final Scenario second;
    private final Probe probe;

    /** Two scenarios on the same machine. */
    public FlipSearch(Scenario first, Scenario second, Probe probe) {
        this.first = first;
        this.second = second;
        this.probe = probe;
    }

    /**
     * What came out.
     *
     * @param first the metric of the first scenario with the costs as they are
     * @param costs those that the comparison depends on, the one with the nearest flip first
     * @param without the other costs, in the order of profiles
     */
    public record Outcome(double first, double second, List<Flip> costs, List<CostId> without) {

        /** The first as a multiple of the second. */
        public double ratio() {
            return first / second;
        }
    }

    /**
     * Of one cost.
     *
     * @param half first as a multiple of second with the cost at half its value
     * @param twice the same with the cost at twice its value
     * @param below the nearest factor below 1 at which the comparison comes out the other way; 0 if there is none
     * @param above the nearest one above 1; infinity if there is none
     */
    public record Flip(CostId cost, double half, double twice, double below, double above) {

        /** Factor by which the cost has to be wrong, whichever way, for the nearest flip; infinity if there is none. */
        public double distance() {
            return Math.min(below == 0 ? Double.POSITIVE_INFINITY : 1 / below, above);
        }

        private double strength() {
            return Math.abs(Math.log(twice / half));
        }
    }

    /** Moves every cost. */
    public Outcome run() throws InterruptedException {
        double a = probe.measure(first);
        double b = probe.measure(second);
        List<CostId> costs = ScaledCost.of(first);
        List<Flip> flips = new ArrayList<>();
        List<CostId> without = new ArrayList<>(List.of(CostId.values()));
        for (CostId id : costs) {
            probe.next(costs.indexOf(id) + 1, costs.size(), id);
            double half = ratio(id, 0.5);
            double twice = ratio(id, 2);
            if (half != a / b || twice != a / b) {
                without.remove(id);
                flips.add(new Flip(
                        id,
                        half,
                        twice,
                        flip(id, a / b, 0.5, half, 1 / FACTOR_MAX, 0),
                        flip(id, a / b, 2, twice, FACTOR_MAX, Double.POSITIVE_INFINITY)));
            }
        }
        flips.sort(Comparator.comparingDouble(Flip::distance)
                .thenComparing(Comparator.comparingDouble(Flip::strength).reversed()));
        return new Outcome(a, b, List.copyOf(flips), List.copyOf(without));
    }

    private double ratio(CostId id, double factor) throws InterruptedException {
        return probe.measure(first, id, factor) / probe.measure(second, id, factor);
    }

    /**
     * The factor nearest to 1 in one direction.
     *
     * @param base ratio of the two with the costs as they are
     * @param near a factor for which the ratio is known
     * @param far the last factor to try
     */
    private double flip(CostId id, double base, double near, double nearRatio, double far, double none)
            throws InterruptedException {
        double same = 1;
        double other = near;
        if (!isFlipped(base, nearRatio)) {
            same = near;
            other = far;
            if (!isFlipped(base, ratio(id, far))) {
                return none;
            }
        }
        while (Math.max(same / other, other / same) > PRECISION) {
            double middle = Math.sqrt(same * other);
            if (isFlipped(base, ratio(id, middle))) {
                other = middle;
            } else {
                same = middle;
            }
        }
        return other;
    }

    private static boolean isFlipped(double base, double ratio) {
        return (base - 1) * (ratio - 1) < 0;
    }
}
