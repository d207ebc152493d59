package org.mmsim.scenarios.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmsim.engine.check.Checks;
import org.mmsim.protocol.RunEnd;
import org.mmsim.scenarios.format.Setting;

/** How often fork and munmap of 4 MiB pay for what, found by making it dearer. */
class FolioCostsTest {
    private static final int PAGES = 1024;
    private static final long DEARER_NS = 100_000;

    private static RunEnd run(String scenario, String folio, String policy, String cost, long ns)
            throws InterruptedException {
        Stream<String> settings = Stream.of(
                "machine=x86-64-4",
                "parameters.size=4MiB",
                "parameters.folio=" + folio,
                // Of 2 MiB all is moved.
                "parameters.moved=4MiB",
                policy,
                "machine.costs." + cost + ".ns=" + ns);
        RunEnd end = new Runner(standing -> {})
                .runWithoutJournal(
                        Identities.loader()
                                .load(scenario, settings.map(Setting::parse).toList(), OptionalLong.empty()),
                        Checks.names())
                .end();
        assertThat(end.getUnmetList()).isEmpty();
        return end;
    }

    private static long paid(String scenario, String folio, String policy, String cost, String metric)
            throws InterruptedException {
        double cheap = run(scenario, folio, policy, cost, 0).getMetricsOrThrow(metric);
        double dear = run(scenario, folio, policy, cost, DEARER_NS).getMetricsOrThrow(metric);
        return Math.round((dear - cheap) / DEARER_NS);
    }

    @ParameterizedTest
    @CsvSource({"4KiB, 1", "16KiB, 4", "1MiB, 256", "2MiB, 512"})
    void forkPaysForEachMapcountAndInBatchesForEachFolioOnce(String folio, int pages) throws InterruptedException {
        int folios = PAGES / pages;

        assertThat(fork(folio, "batched", "pte_read")).isEqualTo(folios);
        assertThat(fork(folio, "batched", "pte_batch")).isEqualTo(pages == 1 ? 0 : folios);
        assertThat(fork(folio, "batched", "rmap_dup")).isEqualTo(PAGES);
        assertThat(fork(folio, "batched", "pte_update")).isEqualTo(2 * PAGES);
        assertThat(fork(folio, "per-pte", "pte_read")).isEqualTo(PAGES);
        assertThat(fork(folio, "per-pte", "pte_batch")).isZero();
        assertThat(fork(folio, "per-pte", "rmap_dup")).isEqualTo(PAGES);
        assertThat(fork(folio, "per-pte", "atomic") - fork(folio, "batched", "atomic"))
                .as("references")
                .isEqualTo(PAGES - folios);
    }

    private static long fork(String folio, String policy, String cost) throws InterruptedException {
        return paid("fork-folios", folio, "kernel.fork=" + policy, cost, "fork_ns");
    }

    @ParameterizedTest
    @CsvSource({"4KiB, 1", "16KiB, 4", "1MiB, 256", "2MiB, 512"})
    void munmapPaysForEachPageAndFolioAndForRmapPerEntryOrPerBatch(String folio, int pages)
            throws InterruptedException {
        int folios = PAGES / pages;

        assertThat(munmap(folio, "batched", "folio_unmap")).isEqualTo(folios);
        assertThat(munmap(folio, "batched", "pte_batch")).isEqualTo(pages == 1 ? 0 : folios);
        assertThat(munmap(folio, "per-pte", "folio_unmap")).isEqualTo(PAGES);
        assertThat(munmap(folio, "per-pte", "pte_batch")).isZero();
        for (String policy : new String[] {"batched", "per-pte"}) {
            assertThat(munmap(folio, policy, "rmap_remove")).isEqualTo(PAGES);
            assertThat(munmap(folio, policy, "folio_free")).isEqualTo(folios);
            assertThat(munmap(folio, policy, "large_folio_free")).isEqualTo(pages == 1 ? 0 : folios);
            assertThat(munmap(folio, policy, "tail_page_free")).isEqualTo(PAGES - folios);
        }
    }

    private static long munmap(String folio, String policy, String cost) throws InterruptedException {
        return paid("munmap-folios", folio, "kernel.zap=" + policy, cost, "munmap_ns");
    }

    /** The gather has 7 + 19 x 509 places, of which a page takes one, and several pages of a folio together two. */
    @ParameterizedTest
    @CsvSource({"per-pte, 4KiB, 2", "per-pte, 64KiB, 2", "batched, 4KiB, 2", "batched, 16KiB, 1", "batched, 64KiB, 1"})
    void aFullGatherIsFlushed(String policy, String folio, long flushes) throws InterruptedException {
        Stream<String> settings = Stream.of(
                "machine=x86-64-4", "parameters.size=64MiB", "parameters.folio=" + folio, "kernel.zap=" + policy);
        RunEnd end = new Runner(standing -> {})
                .runWithoutJournal(
                        Identities.loader()
                                .load(
                                        "munmap-folios",
                                        settings.map(Setting::parse).toList(),
                                        OptionalLong.empty()),
                        Checks.names())
                .end();

        // One each of mremap and exit besides.
        assertThat(end.getCountersMap()).containsEntry("gather_flushed", flushes + 2);
    }
}
