package org.mmsim.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmsim.protocol.RunEnd;

class KilledRunTest {

    private static final int EVENTS_PER_CHUNK = 256;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {0, 1000, 50_000})
    void aKilledRunIsAnExactPrefixAndCanBeCompleted(int killedAfter) throws Exception {
        Process process = RunProcess.start(List.of(), directory, EVENTS_PER_CHUNK, Long.MAX_VALUE);
        RunProcess.awaitProgress(process, killedAfter);
        process.destroyForcibly().waitFor();

        int stored = readPrefix();
        assertThat(stored % EVENTS_PER_CHUNK).isZero();

        List<RecordedEvent> all = TestRuns.events(Math.max(60_000, stored + 10_000));
        RunEnd end;
        try (JournalWriter writer = JournalWriter.resume(directory, 10_000)) {
            TestRuns.append(all, writer);
            end = writer.finish(RunEnd.getDefaultInstance());
        }
        assertThat(end.getDigest()).isEqualTo(TestRuns.digest(all, EVENTS_PER_CHUNK));
        try (JournalReader reader = JournalReader.open(directory)) {
            assertThat(TestRuns.read(reader)).isEqualTo(all);
            assertThat(reader.verify().problems()).isEmpty();
            for (long seq = 9984; seq <= all.size(); seq += 9984) {
                assertThat(reader.snapshotAtOrBefore(seq).orElseThrow().state()).isEqualTo(TestRuns.stateAfter(seq));
            }
        }
    }

    @Test
    void aRunThatGoesOnCanBeReadButNotWrittenByOthers() throws Exception {
        Process process = RunProcess.start(List.of(), directory, EVENTS_PER_CHUNK, Long.MAX_VALUE);
        try {
            RunProcess.awaitProgress(process, 1000);
            assertThatThrownBy(() -> JournalWriter.resume(directory))
                    .isInstanceOf(JournalException.class)
                    .hasMessage("journal is in use by another process (" + directory.resolve("journal") + ")");
            readPrefix();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** Returns the number of events. */
    private int readPrefix() {
        try (JournalReader reader = JournalReader.open(directory)) {
            assertThat(reader.end()).isEmpty();
            List<RecordedEvent> stored = TestRuns.read(reader);
            assertThat(stored).isEqualTo(TestRuns.events(stored.size()));
            VerifyReport report = reader.verify();
            assertThat(report.problems()).isEmpty();
            assertThat(report.events()).isEqualTo(stored.size());
            return stored.size();
        }
    }
}
