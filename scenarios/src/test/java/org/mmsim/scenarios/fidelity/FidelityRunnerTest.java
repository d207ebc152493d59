package org.mmsim.scenarios.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mmsim.engine.profile.CostId;
import org.mmsim.engine.profile.Provenance;
import org.mmsim.scenarios.experiment.Cell;
import org.mmsim.scenarios.experiment.Experiment;
import org.mmsim.scenarios.experiment.ExperimentLoader;
import org.mmsim.scenarios.experiment.ExperimentRunner;
import org.mmsim.scenarios.run.Identities;
import org.mmsim.scenarios.yaml.Document;
import org.mmsim.scenarios.yaml.Resources;
import org.mmsim.scenarios.yaml.YamlReader;

class FidelityRunnerTest {

    private static final String SMALL = Resources.text("/mmsim/experiments/small.yaml");

    /** The second figure has a smaller run to stand for it. */
    private static final String WITH_QUICK = SMALL.replace(
            "value: 10us", "quick: {where: {size: 16MiB, cpus: 4, walkers: 0}, times: 2}\n    value: 10us");

    private static Agreement run(String text, boolean quick, int seeds) throws InterruptedException {
        Experiment experiment = new ExperimentLoader(Identities.loader())
                .load(new Document(YamlReader.read(text, "e.yaml"), Path.of("")));
        return new FidelityRunner(Identities.loader(), new Silent(), quick, seeds).run(experiment);
    }

    @Test
    void calibratedAndPredictedFiguresAreKeptApart() throws InterruptedException {
        Agreement agreement = run(SMALL, false, 1);

        assertThat(agreement.calibrated())
                .extracting(comparison -> comparison.figure().at().describe())
                .containsExactly("always, size 32MiB, cpus 4, walkers 0");
        assertThat(agreement.predicted())
                .extracting(comparison -> comparison.figure().at().describe())
                .containsExactly("none-needed, size 32MiB, cpus 4, walkers 0");
        assertThat(agreement.isGood()).isTrue();
    }

    @Test
    void theCostsThatWereFittedAreNamedAndAllAreCounted() throws InterruptedException {
        Calibration machine = run(SMALL, false, 1).machines().get(0);

        assertThat(machine.fitted()).containsExactly(CostId.IPI_SEND, CostId.TLB_INVALIDATE, CostId.PTE_UPDATE);
        assertThat(machine.counts()).containsEntry(Provenance.FITTED, 3L);
        assertThat(machine.counts().values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(CostId.values().length);
    }

    @Test
    void jitterSpreadsAFigureAroundItsValueWithoutAndTheSameEveryTime() throws InterruptedException {
        Comparison once = run(SMALL, false, 4).calibrated().get(0);
        Comparison again = run(SMALL, false, 4).calibrated().get(0);

        assertThat(once.spread().min()).isLessThan(once.simulated());
        assertThat(once.spread().max()).isGreaterThan(once.spread().min());
        assertThat(once.spread().median())
                .isBetween(once.spread().min(), once.spread().max());
        assertThat(once.ratio()).isEqualTo(once.simulated() / 1_000_000);
        assertThat(again).isEqualTo(once);
    }

    @Test
    void aSmallerRunStandsForASlowOneWhereTimeIsShort() throws InterruptedException {
        Comparison whole = run(WITH_QUICK, false, 1).predicted().get(0);
        Comparison quick = run(WITH_QUICK, true, 1).predicted().get(0);

        assertThat(whole.substituted()).isFalse();
        assertThat(quick.substituted()).isTrue();
        assertThat(quick.ratio()).isBetween(0.8 * whole.ratio(), 1.25 * whole.ratio());
    }

    @Test
    void whatOnlySlowRunsHaveIsLeftOutWhereTimeIsShort() throws InterruptedException {
        String slow = SMALL.replaceFirst("  - scenario: (.*)\n", "  - scenario: $1\n    slow: true\n");
        Agreement agreement = run(slow, true, 1);

        assertThat(agreement.comparisons()).isEmpty();
        assertThat(agreement.findings()).isEmpty();
        assertThat(agreement.leftOut()).isEqualTo(2);
    }

    @Test
    void aShapeThatFailsOrAnUnmetExpectationIsNotGood() throws InterruptedException {
        Agreement unmet = run(
                SMALL.replace(
                        "  always: {kernel.lockless_walk: always}",
                        "  always: {kernel.lockless_walk: always, expect.1.violations: 5}"),
                false,
                2);

        assertThat(run(SMALL.replace("equals: 48", "equals: 47"), false, 1).isGood())
                .isFalse();
        assertThat(unmet.isGood()).isFalse();
        assertThat(unmet.complaints())
                .as("expectations are for the costs as they are, not for those with jitter")
                .allMatch(complaint -> !complaint.contains("jitter"));
    }

    @Test
    void theMedianOfAnEvenNumberIsTheLowerOne() {
        assertThat(Spread.of(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(new Spread(1, 2, 4));
        assertThat(Spread.of(List.of(7.0))).isEqualTo(new Spread(7, 7, 7));
    }

    /** Tells nobody. */
    private static final class Silent implements ExperimentRunner.Listener {
        @Override
        public void next(int number, int runs, Cell cell) {}

        @Override
        public void at(Standing standing) {}
    }
}
