package org.mmsim.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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
        List<RecordedEvent> written =
                Stream.generate(new RandomEvents(events)::next).limit(events).toList();
        RunEnd end;
        try (JournalWriter writer = JournalWriter.create(directory, RandomEvents.identity(eventsPerChunk))) {
            written.forEach(event -> event.appendTo(writer));
            end = writer.finish(RunEnd.newBuilder().setSimulatedNs(42).build());
        }
        try (JournalReader reader = JournalReader.open(directory)) {
            assertThat(reader.identity()).isEqualTo(RandomEvents.identity(eventsPerChunk));
            assertThat(reader.end()).contains(end);
            assertThat(reader.lastSeq()).isEqualTo(events).isEqualTo(end.getEvents());
            assertThat(RecordedEvent.all(reader)).isEqualTo(written);
            assertThat(reader.verify())
                    .isEqualTo(
                            new VerifyReport(events, (events + eventsPerChunk - 1) / eventsPerChunk, true, List.of()));
        }
    }
}
