package org.mmsim.scenarios.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmsim.engine.check.Checks;
import org.mmsim.protocol.RunEnd;
import org.mmsim.scenarios.format.Scenario;
import org.mmsim.scenarios.format.Setting;

/** The library's scenarios of fork, with less memory. */
class ForkScenariosTest {

    private static Scenario scenario(String name, String... settings) {
        return Identities.loader()
                .load(name, Stream.of(settings).map(Setting::parse).toList(), OptionalLong.empty());
    }

    private static RunEnd run(String name, String... settings) throws InterruptedException {
        RunEnd end = new Runner(standing -> {})
                .runWithoutJournal(scenario(name, settings), Checks.names())
                .end();
        assertThat(end.getUnmetList()).isEmpty();
        return end;
    }

    @Test
    void everyPageIsFaultedOnceAndUnmappedTwice() throws InterruptedException {
        RunEnd end = run("fork-1g", "parameters.size=4MiB");

        assertThat(end.getCountersMap())
                .containsEntry("pgfault", 1024L)
                .containsEntry("process_forked", 1L)
                .containsEntry("vma_unmapped", 2L)
                .doesNotContainKey("operation_unsupported");
        assertThat(end.getMetricsMap()).containsKeys("fault_ns", "fork_ns", "unmap_ns", "child_unmap_ns");
    }

    @Test
    void populatingFaultsEveryPage() throws InterruptedException {
        RunEnd end = run("populate", "parameters.size=4MiB");

        assertThat(end.getCountersMap()).containsEntry("pgfault", 1024L);
        assertThat(end.getMetricsMap()).containsKey("populate_ns");
    }

    @ParameterizedTest
    @CsvSource({"4KiB, 1024", "16KiB, 256", "64KiB, 64", "1MiB, 4", "2MiB, 2"})
    void aFaultBringsAFolioOfTheSizeAskedFor(String folio, long faults) throws InterruptedException {
        RunEnd end = run("fork-mthp", "parameters.size=4MiB", "parameters.folio=" + folio);

        assertThat(end.getCountersMap()).containsEntry("pgfault", faults);
    }

    @Test
    void foliosAreCountedUnderTheNamesOfTheKernelsFiles() throws InterruptedException {
        RunEnd end = run("fork-mthp", "parameters.size=4MiB");

        assertThat(end.getCountersMap())
                .containsEntry("hugepages_64kB_anon_fault_alloc", 64L)
                .containsEntry("thp_split_pmd", 0L)
                .doesNotContainKeys("hugepages_64kB_nr_anon", "hugepages_128kB_anon_fault_alloc");
        assertThat(Counters.names()).containsAll(end.getCountersMap().keySet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"16KiB", "1MiB"})
    void batchingMakesForkOfLargeFoliosCheaper(String folio) throws InterruptedException {
        String size = "parameters.size=4MiB";
        RunEnd batched = run("fork-mthp", size, "parameters.folio=" + folio);
        RunEnd perPte = run("fork-mthp", size, "parameters.folio=" + folio, "kernel.fork=per-pte");

        assertThat(batched.getMetricsOrThrow("fork_ns")).isLessThan(perPte.getMetricsOrThrow("fork_ns"));
    }

    @Test
    void controlsAndForksAreInTheJournalAndReplay(@TempDir Path runs) throws InterruptedException {
        RunDirectory directory = new RunDirectory(runs);
        Runner runner = new Runner(standing -> {});
        RunResult run = runner.run(scenario("fork-mthp", "parameters.size=4MiB"), List.of(), directory);

        assertThat(run.end().getCountersMap()).containsEntry("thp_control_changed", 2L);
        assertThat(runner.replay(directory.resolve("last")).run().end().getDigest())
                .isEqualTo(run.end().getDigest());
    }
}
