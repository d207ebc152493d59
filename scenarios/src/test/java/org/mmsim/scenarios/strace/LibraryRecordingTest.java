package org.mmsim.scenarios.strace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
                        "operations: brk=1 exit=7 madvise=6 map=56 protect=26 unmap=47",
                        "of these not simulated yet, only counted: brk=1 madvise=6 protect=26",
                        "simplified: file-backed=17",
                        "processes=1 threads=7 barriers=12");
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
        assertThat(summary.notSimulated()).isEqualTo(Map.of("brk", 1, "madvise", 6, "protect", 26));
    }
}
