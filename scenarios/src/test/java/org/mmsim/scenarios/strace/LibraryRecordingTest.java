package org.mmsim.scenarios.strace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmsim.engine.check.Checks;
import org.mmsim.engine.profile.CostId;
import org.mmsim.engine.profile.MachineProfile;
import org.mmsim.engine.workload.Op;
import org.mmsim.engine.workload.Workload;
import org.mmsim.protocol.RunEnd;
import org.mmsim.scenarios.format.Given;
import org.mmsim.scenarios.format.Scenario;
import org.mmsim.scenarios.profile.ProfileLoader;
import org.mmsim.scenarios.run.Identities;
import org.mmsim.scenarios.run.Runner;

class LibraryRecordingTest {

    @TempDir
    private Path directory;

    /** Write the file anew with: mmsim import strace RECORDING -o SCENARIO. */
    @Test
    void importingTheRecordingGivesTheScenarioOfTheLibrary() throws IOException {
        Path recording = directory.resolve("zstd-threads.strace");
        Path scenario = directory.resolve("zstd-threads.yaml");
        Files.write(recording, Recordings.bytes(Recordings.ZSTD_THREADS));
        ImportSummary summary = StraceImporter.importFile(recording, scenario, ImportOptions.DEFAULT);
        assertThat(Files.readString(scenario))
                .isEqualTo(new String(Recordings.scenario(Recordings.ZSTD_THREADS), StandardCharsets.UTF_8));
        assertThat(summary.lines())
                .containsExactly(
                        "imported 143 operations, passed over 9 lines: brk-query=2 thread-end=7",
                        "operations: exit=7 madvise=6 map=57 protect=26 unmap=47",
                        "simplified: file-backed=17",
                        "processes=1 threads=7 barriers=12");
    }

    @Test
    void theScenarioLoadsWithAllThreadsAndOperations() {
        Scenario scenario =
                Importing.load(Importing.bytes(Recordings.bytes(Recordings.ZSTD_THREADS), ImportOptions.DEFAULT));
        List<Workload.ThreadSpec> threads =
                scenario.workload().processes().get(0).threads();
        assertThat(threads).extracting(Workload.ThreadSpec::cpu).containsExactly(0, 1, 2, 3, 0, 1, 2);
        assertThat(threads.stream().flatMap(thread -> thread.program().stream()))
                .filteredOn(op -> !(op instanceof Op.Barrier))
                .hasSize(143)
                .contains(Given.map(0x7fa3027fb000L, 58724352, true, true, ""))
                .noneMatch(op -> op instanceof Op.Unsupported);
    }

    @Test
    void theScenarioRunsAndTheEngineKnowsAllOfIt() throws InterruptedException {
        Scenario scenario = Identities.loader().load(Recordings.ZSTD_THREADS, List.of(), OptionalLong.empty());
        RunEnd end = new Runner(standing -> {})
                .runWithoutJournal(scenario, Checks.names())
                .end();
        assertThat(end.getViolationsList()).isEmpty();
        assertThat(end.getCountersMap())
                .containsEntry("vma_mapped", 57L)
                .containsEntry("thread_exited", 7L)
                .containsEntry("barrier_passed", 12L)
                .doesNotContainKey("operation_unsupported");
    }

    @Test
    void theMachineOfRecordingsIsPower94ButForItsPageSize() {
        MachineProfile usual = ProfileLoader.load("power9-4");
        MachineProfile small = ProfileLoader.load("power9-4-4k");
        assertThat(ImportOptions.DEFAULT).isEqualTo(ImportOptions.of(small));
        assertThat(small.topology()).isEqualTo(usual.topology());
        assertThat(small.tlb()).isEqualTo(usual.tlb());
        assertThat(small.idleStates()).isEqualTo(usual.idleStates());
        for (CostId cost : CostId.values()) {
            switch (cost) {
                case CLEAR_PAGE, COPY_PAGE, FOLIO_ALLOC, TABLE_ALLOC, TABLE_FREE ->
                    assertThat(small.cost(cost)).as(cost.label()).isNotEqualTo(usual.cost(cost));
                default -> assertThat(small.cost(cost)).as(cost.label()).isEqualTo(usual.cost(cost));
            }
        }
    }

    @Test
    void theRecordingShowsWhatAnImportMustCopeWith() {
        String recording = new String(Recordings.bytes(Recordings.ZSTD_THREADS), StandardCharsets.UTF_8);
        assertThat(recording)
                .contains("clone3(", " mmap(", " munmap(", " mprotect(", " madvise(", " brk(", "<unfinished ...>");
        assertThat(recording).doesNotContainPattern("/(home|root|tmp|work)");
    }

    @Test
    void everyLineOfTheRecordingIsAccountedFor() {
        byte[] recording = Recordings.bytes(Recordings.ZSTD_THREADS);
        ImportSummary summary =
                Importing.bytes(recording, ImportOptions.DEFAULT).summary();
        assertThat(Importing.lineCount(summary))
                .isEqualTo(new String(recording, StandardCharsets.UTF_8).lines().count());
        assertThat(summary.notSimulated()).isEmpty();
    }
}
