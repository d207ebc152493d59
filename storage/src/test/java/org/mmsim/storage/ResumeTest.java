package org.mmsim.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmsim.protocol.RunEnd;

class ResumeTest {

    private static final int EVENTS = 1000;
    private static final long EVENTS_PER_SNAPSHOT = 2L * TestRuns.EVENTS_PER_CHUNK;

    @TempDir
    Path directory;

    private final List<RecordedEvent> events = TestRuns.events(EVENTS);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 64, 65, 128, 500, EVENTS - 1, EVENTS})
    void anInterruptedRunIsCompletedToWhatItWouldHaveBeen(int interruptedAfter) {
        TestRuns.recordIncomplete(directory, events.subList(0, interruptedAfter));
        RunEnd end = resumeAndFinish(events);
        assertThat(end.getDigest()).isEqualTo(TestRuns.digest(events, TestRuns.EVENTS_PER_CHUNK));
        assertComplete(end);
    }

    @Test
    void aRunCanBeInterruptedAgainAndAgain() {
        TestRuns.recordIncomplete(directory, events.subList(0, 300));
        for (int length : new int[] {0, 20, 290, 299, 310, 320, 384, 385, 700}) {
            try (JournalWriter writer = JournalWriter.resume(directory, EVENTS_PER_SNAPSHOT)) {
                TestRuns.append(events.subList(0, length), writer);
            }
            try (JournalReader reader = JournalReader.open(directory)) {
                assertThat(TestRuns.read(reader)).isEqualTo(events.subList(0, Math.max(300, length)));
                assertThat(reader.verify().problems()).isEmpty();
            }
        }
        assertComplete(resumeAndFinish(events));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64, 290, 300})
    void anotherEventThanTheStoredOneStopsTheRunAndKeepsTheJournal(int seq) {
        TestRuns.recordIncomplete(directory, events.subList(0, 300));
        List<RecordedEvent> changed = new ArrayList<>(events);
        changed.set(seq - 1, events.get(seq - 1).withActor(events.get(seq - 1).actor() + 8));
        DivergenceException divergence =
                catchThrowableOfType(DivergenceException.class, () -> resumeAndFinish(changed));
        assertThat(divergence.seq()).isEqualTo(seq);
        assertThat(RecordedEvent.of(divergence.recorded().orElseThrow())).isEqualTo(events.get(seq - 1));
        assertComplete(resumeAndFinish(events));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 64, 299})
    void aRunThatEndsBeforeItsStoredEventsDiverges(int length) {
        TestRuns.recordIncomplete(directory, events.subList(0, 300));
        DivergenceException divergence =
                catchThrowableOfType(DivergenceException.class, () -> resumeAndFinish(events.subList(0, length)));
        assertThat(divergence.seq()).isEqualTo(length + 1);
        assertThat(divergence.replayed()).isEmpty();
        assertComplete(resumeAndFinish(events));
    }

    @Test
    void aCompleteRunIsNotResumed() {
        TestRuns.recordComplete(directory, events);
        assertThatThrownBy(() -> JournalWriter.resume(directory))
                .isInstanceOf(JournalException.class)
                .hasMessageStartingWith("the run is complete");
    }

    private RunEnd resumeAndFinish(List<RecordedEvent> repeated) {
        try (JournalWriter writer = JournalWriter.resume(directory, EVENTS_PER_SNAPSHOT)) {
            TestRuns.append(repeated, writer);
            return writer.finish(RunEnd.newBuilder().setSimulatedNs(42).build());
        }
    }

    private void assertComplete(RunEnd end) {
        try (JournalReader reader = JournalReader.open(directory)) {
            assertThat(reader.end()).contains(end);
            assertThat(TestRuns.read(reader)).isEqualTo(events);
            assertThat(reader.verify()).isEqualTo(new VerifyReport(EVENTS, 16, true, List.of()));
            assertThat(reader.snapshotAtOrBefore(EVENTS).orElseThrow().seq()).isEqualTo(896);
        }
    }
}
