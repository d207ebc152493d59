package org.mmsim.scenarios.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmsim.protocol.RunEnd;
import org.mmsim.protocol.Violation;
import org.mmsim.scenarios.experiment.ExperimentRunner.Results;

class ExperimentRunnerTest {

    private static Results results = new Results(Given.read(Given.SMALL), List.of(), List.of());

    @BeforeAll
    static void run() throws InterruptedException {
        results = Given.run(Given.SMALL);
    }

    @ParameterizedTest
    @CsvSource({"16MiB, 1, 0", "16MiB, 2, 8", "16MiB, 4, 24", "32MiB, 1, 0", "32MiB, 2, 16", "32MiB, 4, 48"})
    void alwaysSendsAnIpiPerHugePageToEveryOtherCpuOfTheMask(String size, String cpus, double ipis) {
        assertThat(Given.row(results, "always", size, cpus, "0").metrics()).containsEntry("ipis", ipis);
    }

    @ParameterizedTest
    @CsvSource({"shared-counter", "percpu-counter", "none-needed"})
    void theOtherDesignsSendNoneWhileNobodyWalks(String variant) {
        for (String size : List.of("16MiB", "32MiB")) {
            for (String cpus : List.of("1", "2", "4")) {
                assertThat(Given.row(results, variant, size, cpus, "0").metrics())
                        .containsEntry("ipis", 0.0)
                        .containsEntry("ipis_per_huge_page", 0.0);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"16MiB, 8", "32MiB, 16"})
    void noneNeededFlushesOnceMorePerHugePageThanTheOthers(String size, double hugePages) {
        assertThat(tlbies("none-needed", size) - tlbies("always", size)).isEqualTo(hugePages);
        assertThat(tlbies("shared-counter", size)).isEqualTo(tlbies("always", size));
        assertThat(tlbies("percpu-counter", size)).isEqualTo(tlbies("always", size));
    }

    private static double tlbies(String variant, String size) {
        return Given.row(results, variant, size, "4", "0").metrics().getOrDefault("tlbies", Double.NaN);
    }

    @Test
    void aMeasurePerAnotherIsTheirQuotient() {
        var metrics = Given.row(results, "always", "32MiB", "4", "0").metrics();
        double munmapNs = metrics.getOrDefault("munmap_ns", Double.NaN);

        assertThat(metrics).containsEntry("munmap_per_huge_page_ns", munmapNs / 16);
        assertThat(metrics).containsEntry("ipis_per_huge_page", 3.0);
    }

    @Test
    void aFactorMultipliesAMeasure() {
        Row row = Given.row(results, "always", "16MiB", "2", "2");

        assertThat(row.metrics().getOrDefault("walks_per_ms", Double.NaN)).isGreaterThan(1);
        assertThat(Given.row(results, "always", "16MiB", "2", "0").metrics()).containsEntry("walks_per_ms", 0.0);
    }

    @Test
    void whatARunDoesNotMeasureIsNotInItsRow() {
        assertThat(Given.row(results, "always", "16MiB", "2", "0").metrics()).doesNotContainKey("pte_pointer_ns");
        assertThat(Given.row(results, "always", "16MiB", "2", "2").metrics()).containsKey("pte_pointer_ns");
    }

    @Test
    void publishedFiguresStandBesideTheirRowsAndNoOthers() {
        Row always = Given.row(results, "always", "32MiB", "4", "0");
        Figure figure = always.published().get(0);

        assertThat(always.ratio(figure))
                .isCloseTo(always.metrics().getOrDefault("munmap_ns", Double.NaN) / 1e6, within(1e-12));
        assertThat(figure.use()).isEqualTo("fitted");
        assertThat(results.rows().stream().filter(row -> !row.published().isEmpty()))
                .extracting(row -> row.cell().describe())
                .containsExactly("always, size 32MiB, cpus 4, walkers 0", "none-needed, size 32MiB, cpus 4, walkers 0");
    }

    @Test
    void everyVariantRunsAtEveryPointInTheOrderOfTheDocument() {
        assertThat(results.rows()).hasSize(4 * 6 + 2);
        assertThat(results.rows().stream().map(row -> row.cell().describe()))
                .startsWith(
                        "always, size 16MiB, cpus 1, walkers 0",
                        "shared-counter, size 16MiB, cpus 1, walkers 0",
                        "percpu-counter, size 16MiB, cpus 1, walkers 0",
                        "none-needed, size 16MiB, cpus 1, walkers 0",
                        "always, size 16MiB, cpus 2, walkers 0")
                .endsWith("always, size 16MiB, cpus 2, walkers 2", "none-needed, size 16MiB, cpus 2, walkers 2");
    }

    @Test
    void theSameExperimentGivesTheSameNumbers() throws InterruptedException {
        assertThat(Given.run(Given.SMALL).rows().stream().map(Row::metrics))
                .containsExactlyElementsOf(
                        results.rows().stream().map(Row::metrics).toList());
    }

    @Test
    void aTableHasTheValuesOfItsRowsAndNothingWhereNothingWasRun() {
        Table alone = results.experiment().tables().get(0);
        Table walked = results.experiment().tables().get(1);

        assertThat(alone.variants()).containsExactly("always", "shared-counter", "percpu-counter", "none-needed");
        assertThat(alone.values()).containsExactly("1", "2", "4");
        assertThat(alone.value(results.rows(), "always", "4"))
                .isEqualTo(Given.row(results, "always", "16MiB", "4", "0")
                        .metrics()
                        .get("munmap_per_huge_page_ns"));
        assertThat(walked.variants()).containsExactly("always", "none-needed");
        assertThat(walked.value(results.rows(), "always", "4")).isNaN();
    }

    @Test
    void shapesAreCountsAndRatiosWithinBounds() {
        List<Shape.Finding> findings = results.findings();

        assertThat(findings).allMatch(Shape.Finding::holds);
        assertThat(findings.get(0).describe()).isEqualTo("one IPI for every other CPU and huge page: 48, exactly 48");
        assertThat(findings.get(1).value()).isBetween(1.8, 2.2);
        assertThat(findings.get(1).describe())
                .startsWith("twice the pages, twice the time: ")
                .endsWith(", 1.800 to 2.200");
    }

    @Test
    void aShapeOutsideItsBoundsDoesNotHold() {
        Shape shape = results.experiment().shapes().get(1);
        Shape narrow = new Shape("", shape.measure(), shape.of(), shape.to(), 3, Double.POSITIVE_INFINITY);

        assertThat(narrow.in(results.rows()).holds()).isFalse();
        assertThat(shape.in(List.of()).holds()).isFalse();
    }

    @Test
    void aShapeWithoutAllOfItsRunsHasNoFinding() {
        List<Row> few = List.of(Given.row(results, "always", "32MiB", "4", "0"));

        assertThat(new Results(results.experiment(), few, List.of()).findings())
                .extracting(finding -> finding.shape().says())
                .containsExactly("one IPI for every other CPU and huge page");
    }

    @Test
    void runsThatAreFineHaveNoComplaints() {
        assertThat(results.complaints()).isEmpty();
    }

    @Test
    void violationsAndUnmetExpectationsAreComplaintsThatNameTheRun() {
        RunEnd end = RunEnd.newBuilder()
                .addViolations(Violation.newBuilder().setCheck("rss").setSeq(7).setMessage("off by 1"))
                .addUnmet("expected violations = 0, was 1")
                .build();

        assertThat(ExperimentRunner.complaints(results.rows().get(4).cell(), end))
                .containsExactly(
                        "always, size 16MiB, cpus 2, walkers 0: check rss: off by 1",
                        "always, size 16MiB, cpus 2, walkers 0: expected violations = 0, was 1");
    }
}
