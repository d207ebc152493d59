package org.mmsim.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmsim.protocol.RunEnd;

class ReplayTest {

    private static final int EVENTS = 1000;

    @TempDir
    Path directory;

    private final List<RecordedEvent> recorded = TestRuns.events(EVENTS);
    private RunEnd end;

    @BeforeEach
    void record() {
        end = TestRuns.recordComplete(directory.resolve("complete"), recorded);
        TestRuns.recordIncomplete(directory.resolve("incomplete"), recorded.subList(0, 200));
    }

    @Test
    void theSameEventsHaveTheSameDigest() {
        try (JournalReader reader = JournalReader.open(directory.resolve("complete"));
                JournalWriter replay = JournalWriter.replay(reader)) {
            recorded.forEach(event -> event.appendTo(replay));
            assertThat(replay.snapshotDue()).isFalse();
            assertThat(replay.digest()).isEqualTo(end.getDigest());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64, 65, 500, EVENTS - 1, EVENTS})
    void theFirstDifferentEventIsNamed(int seq) {
        List<RecordedEvent> changed = new ArrayList<>(recorded);
        for (int i = seq - 1; i < EVENTS; i++) {
            changed.set(i, recorded.get(i).withActor(recorded.get(i).actor() ^ 8));
        }
        DivergenceException divergence = replay("complete", changed);
        assertThat(divergence.seq()).isEqualTo(seq);
        assertThat(RecordedEvent.of(divergence.recorded().orElseThrow())).isEqualTo(recorded.get(seq - 1));
        assertThat(RecordedEvent.of(divergence.replayed().orElseThrow())).isEqualTo(changed.get(seq - 1));
    }

    @Test
    void everyPropertyOfAnEventIsCompared() {
        int index = 500;
        while (recorded.get(index).fieldCount() < EventSchema.MAX_FIELDS
                || recorded.get(index).cause() == 0) {
            index++;
        }
        RecordedEvent event = recorded.get(index);
        List<RecordedEvent> others = new ArrayList<>(List.of(
                event.withTimeNs(event.timeNs() - 1),
                event.withActor(event.actor() + 1),
                event.withCause(event.cause() - 1),
                event.withType(event.type() == 40 ? 41 : 40)));
        for (int field = 0; field < EventSchema.MAX_FIELDS; field++) {
            others.add(event.withField(field, event.fields().get(field) ^ 1));
        }
        for (RecordedEvent other : others) {
            List<RecordedEvent> changed = new ArrayList<>(recorded);
            changed.set(index, other);
            assertThat(replay("complete", changed).seq()).as("%s", other).isEqualTo(event.seq());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 64, 500, 960, EVENTS - 1})
    void aReplayThatEndsEarlyDiverges(int length) {
        DivergenceException divergence = replay("complete", recorded.subList(0, length));
        assertThat(divergence.seq()).isEqualTo(length + 1);
        assertThat(RecordedEvent.of(divergence.recorded().orElseThrow())).isEqualTo(recorded.get(length));
        assertThat(divergence.replayed()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void aReplayThatGoesOnDiverges(int more) {
        List<RecordedEvent> longer = TestRuns.events(EVENTS + more);
        DivergenceException divergence = replay("complete", longer);
        assertThat(divergence.seq()).isEqualTo(EVENTS + 1);
        assertThat(divergence.recorded()).isEmpty();
        assertThat(RecordedEvent.of(divergence.replayed().orElseThrow())).isEqualTo(longer.get(EVENTS));
    }

    @Test
    void anIncompleteRunIsComparedAsFarAsItGoes() {
        assertThat(replay("incomplete", recorded)).isNull();
        List<RecordedEvent> changed = new ArrayList<>(recorded);
        changed.set(198, recorded.get(198).withTimeNs(recorded.get(197).timeNs()));
        assertThat(replay("incomplete", changed).seq()).isEqualTo(199);
    }

    @Test
    void aReplayThatIsGivenUpDoesNotDiverge() {
        try (JournalReader reader = JournalReader.open(directory.resolve("complete"));
                JournalWriter replay = JournalWriter.replay(reader)) {
            recorded.subList(0, 100).forEach(event -> event.appendTo(replay));
        }
    }

    @Test
    void aDivergenceStopsTheReplay() {
        try (JournalReader reader = JournalReader.open(directory.resolve("complete"));
                JournalWriter replay = JournalWriter.replay(reader)) {
            RecordedEvent first = recorded.get(0).withActor(77);
            DivergenceException divergence = catchThrowableOfType(DivergenceException.class, () -> {
                for (int i = 0; i < 100_000_000; i++) {
                    first.appendTo(replay);
                }
            });
            assertThat(divergence.seq()).isEqualTo(1);
        }
    }

    /** Returns the divergence or null. */
    private DivergenceException replay(String run, List<RecordedEvent> events) {
        try (JournalReader reader = JournalReader.open(directory.resolve(run));
                JournalWriter replay = JournalWriter.replay(reader)) {
            return catchThrowableOfType(DivergenceException.class, () -> {
                events.forEach(event -> event.appendTo(replay));
                replay.finish(RunEnd.getDefaultInstance());
            });
        }
    }
}
