package org.mmsim.storage;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.mmsim.protocol.RunEnd;
import org.mmsim.protocol.RunIdentity;

/** Runs whose events are random but the same each time. */
final class TestRuns {

    static final int EVENTS_PER_CHUNK = 64;

    private TestRuns() {}

    static RunIdentity identity(int eventsPerChunk) {
        return RunIdentity.newBuilder()
                .setSchemaVersion(EventSchema.VERSION)
                .setSimulatorVersion("test")
                .setScenarioName("random")
                .setSeed(1)
                .setEventsPerChunk(eventsPerChunk)
                .build();
    }

    static List<RecordedEvent> events(int count) {
        return Stream.generate(new RandomEvents(1)::next).limit(count).toList();
    }

    /** Appends with a snapshot wherever one is due. */
    static void append(List<RecordedEvent> events, JournalWriter writer) {
        for (RecordedEvent event : events) {
            event.appendTo(writer);
            if (writer.snapshotDue()) {
                writer.snapshot(stateAfter(event.seq()));
            }
        }
    }

    static byte[] stateAfter(long seq) {
        return ("state after " + seq).repeat(100).getBytes(StandardCharsets.UTF_8);
    }

    /** Records a run that ends properly. A snapshot is stored after every other chunk. */
    static RunEnd recordComplete(Path runDirectory, List<RecordedEvent> events) {
        try (JournalWriter writer =
                JournalWriter.create(runDirectory, identity(EVENTS_PER_CHUNK), 2L * EVENTS_PER_CHUNK)) {
            append(events, writer);
            return writer.finish(RunEnd.newBuilder().setSimulatedNs(42).build());
        }
    }

    /** Records a run that is closed but not finished. */
    static void recordIncomplete(Path runDirectory, List<RecordedEvent> events) {
        try (JournalWriter writer =
                JournalWriter.create(runDirectory, identity(EVENTS_PER_CHUNK), 2L * EVENTS_PER_CHUNK)) {
            append(events, writer);
        }
    }

    static List<RecordedEvent> read(JournalReader reader) {
        List<RecordedEvent> events = new ArrayList<>();
        reader.scan(1, summary -> true, event -> events.add(RecordedEvent.of(event)));
        return events;
    }

    static String digest(List<RecordedEvent> events, int eventsPerChunk) {
        try (JournalWriter writer = JournalWriter.digestOnly(identity(eventsPerChunk))) {
            events.forEach(event -> event.appendTo(writer));
            return writer.digest();
        }
    }
}
