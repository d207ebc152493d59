package org.mmsim.scenarios.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmsim.scenarios.experiment.ExperimentRunner.Results;
import org.mmsim.scenarios.yaml.Resources;

/** Fork and munmap of folios of nine sizes, of a part of the memory that the figures are of. */
class BatchingExperimentsTest {
    private static final int PART = 64;

    private static Results run(String name, String policy) throws InterruptedException {
        String text = Resources.text("/mmsim/experiments/" + name + ".yaml");
        String part = text.replace("moved: 1GiB", "moved: 16MiB")
                .replace(policy + ": per-pte}", policy + ": per-pte, parameters.size: 16MiB}")
                .replace(policy + ": batched}", policy + ": batched, parameters.size: 16MiB}");
        return Given.run(part);
    }

    @ParameterizedTest
    @CsvSource({"fork-batching, kernel.fork", "zap-batching, kernel.zap"})
    void everyPublishedFigureComesOutWithinAFewPercentAndMostAreNotFitted(String name, String policy)
            throws InterruptedException {
        Results results = run(name, policy);

        assertThat(results.complaints()).isEmpty();
        assertThat(results.rows()).hasSize(18).allSatisfy(row -> {
            Figure figure = row.published().get(0);
            assertThat(PART * row.ratio(figure)).as(row.cell().describe()).isBetween(0.85, 1.15);
        });
        assertThat(results.experiment().published().stream()
                        .filter(Figure::fitted)
                        .toList())
                .hasSizeLessThanOrEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({"fork-batching, kernel.fork, fork_ns", "zap-batching, kernel.zap, munmap_ns"})
    void batchesGainTheMoreTheLargerTheFoliosAreAndNothingForBasePages(String name, String policy, String metric)
            throws InterruptedException {
        Results results = run(name, policy);
        double gained = 1;

        for (String folio : List.of("4", "16", "32", "64", "128", "256", "512", "1024")) {
            double batched = time(results, "batched", folio, metric);
            double perPte = time(results, "per-pte", folio, metric);
            if (folio.equals("4")) {
                assertThat(batched).isEqualTo(perPte);
            } else {
                assertThat(batched / perPte).as(folio).isLessThan(gained);
                gained = batched / perPte;
            }
        }
    }

    private static double time(Results results, String variant, String folio, String metric) {
        return Given.row(results, variant, folio).metrics().getOrDefault(metric, Double.NaN);
    }
}
