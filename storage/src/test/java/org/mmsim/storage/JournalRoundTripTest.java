package org.mmsim.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmsim.protocol.RunEnd;

class JournalRoundTripTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"1, 5", "16, 0", "16, 1", "16, 16", "16, 1000", "100, 9999", "32768, 70000"})
    void whatIsAppendedIsReadBack(int eventsPerChunk, int events) {
        List<RecordedEvent> written = TestRuns.events(events);
        RunEnd end;
        try (JournalWriter writer = JournalWriter.create(directory, TestRuns.identity(eventsPerChunk))) {
            TestRuns.append(written, writer);
            end = writer.finish(RunEnd.newBuilder().setSimulatedNs(42).build());
        }
        try (JournalReader reader = JournalReader.open(directory)) {
            assertThat(reader.identity()).isEqualTo(TestRuns.identity(eventsPerChunk));
            assertThat(reader.end()).contains(end);
            assertThat(end.getSimulatedNs()).isEqualTo(42);
            assertThat(end.getDigest()).isEqualTo(TestRuns.digest(written, eventsPerChunk));
            assertThat(reader.lastSeq()).isEqualTo(events).isEqualTo(end.getEvents());
            assertThat(reader.lastTimeNs())
                    .isEqualTo(events == 0 ? 0 : written.get(events - 1).timeNs());
            assertThat(TestRuns.read(reader)).isEqualTo(written);
            assertThat(reader.verify())
                    .isEqualTo(
                            new VerifyReport(events, (events + eventsPerChunk - 1) / eventsPerChunk, true, List.of()));
        }
    }

    @Test
    void aMessageSaysTheSameAsTheColumns() {
        List<RecordedEvent> written = TestRuns.events(3000);
        TestRuns.recordComplete(directory, written);
        try (JournalReader reader = JournalReader.open(directory)) {
            for (int seq = 3000; seq >= 1; seq -= 7) {
                assertThat(RecordedEvent.of(reader.event(seq))).isEqualTo(written.get(seq - 1));
            }
        }
    }

    @Test
    void aScanStartsStopsAndPassesOverWhereItIsTold() {
        List<RecordedEvent> written = TestRuns.events(1000);
        TestRuns.recordComplete(directory, written);
        List<RecordedEvent> seen = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(directory)) {
            reader.scan(100, summary -> summary.getFirstSeq() != 129, event -> {
                seen.add(RecordedEvent.of(event));
                return event.seq() < 300;
            });
        }
        List<RecordedEvent> expected = new ArrayList<>(written.subList(99, 128));
        expected.addAll(written.subList(192, 300));
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void aScanFromBehindTheEndSeesNothing() {
        TestRuns.recordComplete(directory, TestRuns.events(100));
        try (JournalReader reader = JournalReader.open(directory)) {
            for (long from : new long[] {101, 129, 1L << 40, Long.MAX_VALUE}) {
                reader.scan(from, summary -> true, event -> {
                    throw new AssertionError("event " + event.seq());
                });
            }
        }
    }

    @Test
    void aVisitorMayReadTheSameJournal() {
        List<RecordedEvent> written = TestRuns.events(2000);
        TestRuns.recordComplete(directory, written);
        List<RecordedEvent> seen = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(directory)) {
            for (int i = 0; i < 2; i++) {
                reader.scan(1, summary -> true, event -> {
                    reader.scan(event.seq() / 2 + 1, summary -> true, inner -> inner.seq() % 64 != 0);
                    return seen.add(RecordedEvent.of(event));
                });
            }
            assertThat(seen.subList(0, 2000)).isEqualTo(written);
            assertThat(seen.subList(2000, 4000)).isEqualTo(written);
            seen.clear();
            reader.scan(1, summary -> true, event -> {
                reader.event(2001 - event.seq());
                return seen.add(RecordedEvent.of(event));
            });
        }
        assertThat(seen).isEqualTo(written);
    }

    @Test
    void aTimeLeadsToTheFirstEventThatIsNotBefore() {
        List<RecordedEvent> written = TestRuns.events(500);
        TestRuns.recordComplete(directory, written);
        try (JournalReader reader = JournalReader.open(directory)) {
            for (RecordedEvent event : written) {
                for (long time : new long[] {event.timeNs() - 1, event.timeNs(), event.timeNs() + 1}) {
                    long expected =
                            1 + written.stream().filter(e -> e.timeNs() < time).count();
                    assertThat(reader.firstSeqAt(time)).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void aClosedButUnfinishedRunKeepsEveryEvent() {
        List<RecordedEvent> written = TestRuns.events(999);
        TestRuns.recordIncomplete(directory, written);
        try (JournalReader reader = JournalReader.open(directory)) {
            assertThat(reader.end()).isEmpty();
            assertThat(TestRuns.read(reader)).isEqualTo(written);
            assertThat(reader.verify()).isEqualTo(new VerifyReport(999, 16, false, List.of()));
        }
    }

    @Test
    void readingLeavesTheDirectoryAsItWas() throws Exception {
        TestRuns.recordIncomplete(directory, TestRuns.events(999));
        List<String> before = TestFiles.contents(directory);
        try (JournalReader reader = JournalReader.open(directory)) {
            reader.verify();
        }
        assertThat(TestFiles.contents(directory)).isEqualTo(before);
    }
}
