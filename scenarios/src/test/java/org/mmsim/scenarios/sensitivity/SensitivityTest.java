package org.mmsim.scenarios.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.mmsim.engine.profile.CostId;
import org.mmsim.engine.profile.Distance;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.format.Scenario;
import org.mmsim.scenarios.format.ScenarioLoader;
import org.mmsim.scenarios.format.Setting;
import org.mmsim.scenarios.run.Identities;

class SensitivityTest {

    private static final ScenarioLoader LOADER = Identities.loader();

    /** 4 CPUs, 8 huge pages, nobody walks. */
    private static Scenario scenario(String... settings) {
        List<Setting> all =
                new ArrayList<>(List.of(Setting.parse("parameters.size=16MiB"), Setting.parse("parameters.walkers=0")));
        List.of(settings).forEach(setting -> all.add(Setting.parse(setting)));
        return LOADER.load("lockless-munmap-small", all, OptionalLong.empty());
    }

    private static Probe probe(String metric) {
        return new Probe(LOADER, metric, 1, new Silent());
    }

    @Test
    void theCostThatTheResultHangsOnComesFirst() throws InterruptedException {
        Sensitivity sensitivity = Sensitivity.of(scenario(), probe("munmap_ns"));
        Sensitivity.Effect first = sensitivity.effects().get(0);

        assertThat(first.cost()).isEqualTo(CostId.IPI_SEND);
        assertThat(first.elasticity()).isBetween(0.5, 1.0);
        assertThat(first.half()).isLessThan(sensitivity.base());
        assertThat(first.twice()).isGreaterThan(sensitivity.base());
        assertThat(sensitivity.effects())
                .extracting(Sensitivity.Effect::elasticity)
                .isSortedAccordingTo((a, b) -> Double.compare(Math.abs(b), Math.abs(a)));
    }

    @Test
    void costsThatDoNotMoveTheMetricAreNamed() throws InterruptedException {
        Sensitivity sensitivity = Sensitivity.of(scenario(), probe("munmap_ns"));

        assertThat(sensitivity.without()).contains(CostId.COPY_PAGE, CostId.STAGE2_WALK);
        assertThat(sensitivity.without().size() + sensitivity.effects().size()).isEqualTo(CostId.values().length);
    }

    @Test
    void aCountDoesNotDependOnCosts() throws InterruptedException {
        Sensitivity sensitivity = Sensitivity.of(scenario(), probe("ipi_sent"));

        assertThat(sensitivity.base()).isEqualTo(8);
        assertThat(sensitivity.effects()).isEmpty();
    }

    @Test
    void aCostIsMultipliedAtEveryDistanceAndStaysWhole() {
        Scenario scenario = scenario("machine.costs.ipi_wire.other_socket=7");
        ScaledCost cost = new ScaledCost(scenario, CostId.IPI_WIRE);
        Scenario half = LOADER.change(scenario, cost.times(0.5));

        for (Distance distance : Distance.values()) {
            assertThat(half.machine().cost(CostId.IPI_WIRE).ns(distance))
                    .isEqualTo(
                            Math.round(scenario.machine().cost(CostId.IPI_WIRE).ns(distance) / 2.0));
        }
        assertThat(new ScaledCost(scenario("machine.costs.atomic.ns=1"), CostId.ATOMIC).factor(0.5))
                .isEqualTo(1);
        assertThat(new ScaledCost(scenario("machine.costs.atomic.ns=3"), CostId.ATOMIC).factor(2))
                .isEqualTo(2);
    }

    @Test
    void theNearestFlipIsTheFactorAtWhichTheComparisonTurns() throws InterruptedException {
        Scenario always = scenario("machine.costs.ipi_send.ns=400");
        Scenario none = scenario("machine.costs.ipi_send.ns=400", "kernel.lockless_walk=none-needed");
        FlipSearch.Outcome outcome = new FlipSearch(always, none, probe("munmap_ns")).run();
        FlipSearch.Flip nearest = outcome.costs().get(0);
        double factor = nearest.distance() == nearest.above() ? nearest.above() : nearest.below();

        assertThat(outcome.ratio()).isGreaterThan(1);
        assertThat(nearest.distance())
                .as("flushes that are dear enough turn it")
                .isFinite();
        assertThat(ratio(always, none, nearest.cost(), factor)).isLessThan(1);
        assertThat(ratio(always, none, nearest.cost(), Math.pow(factor, 0.9))).isGreaterThan(1);
        assertThat(outcome.costs()).extracting(FlipSearch.Flip::distance).isSorted();
    }

    private static double ratio(Scenario first, Scenario second, CostId id, double factor) throws InterruptedException {
        Probe probe = probe("munmap_ns");
        return probe.measure(first, id, factor) / probe.measure(second, id, factor);
    }

    @Test
    void aMeanOverSeedsIsTheMeanOfTheRuns() throws InterruptedException {
        Scenario scenario = scenario("jitter.all={kind: uniform, spread: 10%}");
        double first = probe("munmap_ns").measure(scenario);
        double second = probe("munmap_ns").measure(LOADER.change(scenario, List.of(Setting.seed(scenario.seed() + 1))));

        assertThat(second).isNotEqualTo(first);
        assertThat(new Probe(LOADER, "munmap_ns", 2, new Silent()).measure(scenario))
                .isCloseTo((first + second) / 2, within(1e-6));
    }

    @Test
    void aMetricThatTheRunDoesNotHaveIsRefusedWithThoseThatItHas() {
        assertThatThrownBy(() -> Sensitivity.of(scenario(), probe("mumap_ns")))
                .isInstanceOf(InputException.class)
                .hasMessage("neither a metric of lockless-munmap-small nor a counter (--metric mumap_ns)")
                .satisfies(e ->
                        assertThat(((InputException) e).hint()).startsWith("did you mean \"munmap_ns\"? allowed: "));
    }

    /** Tells nobody. */
    private static final class Silent implements Probe.Listener {
        @Override
        public void next(int number, int costs, CostId cost) {}

        @Override
        public void at(Standing standing) {}
    }
}
