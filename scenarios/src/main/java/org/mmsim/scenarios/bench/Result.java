package org.mmsim.scenarios.bench;

/**
 * One figure.
 *
 * @param value what was measured
 * @param reference what it is held against, or NaN
 * @param goal the bound that {@link #judged} is held to
 * @param atLeast whether the goal is a lower bound
 */
public record Result(
        String name, double value, String unit, double reference, String against, double goal, boolean atLeast) {

    /** The ratio to the reference, or the value itself where there is none. */
    public double judged() {
        return Double.isNaN(reference) ? value : value / reference;
    }

    /** Whether the goal is reached. */
    public boolean met() {
        return atLeast ? judged() >= goal : judged() <= goal;
    }
}
