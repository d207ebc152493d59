package org.mmsim.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotTest {

    @TempDir
    Path directory;

    @Test
    void aSnapshotIsDueRightAfterEverySoManyChunks() {
        List<Long> due = new ArrayList<>();
        try (JournalWriter writer = JournalWriter.create(directory, TestRuns.identity(10), 30)) {
            assertThat(writer.snapshotDue()).isFalse();
            for (RecordedEvent event : TestRuns.events(100)) {
                event.appendTo(writer);
                if (writer.snapshotDue()) {
                    due.add(writer.lastSeq());
                }
            }
        }
        assertThat(due).containsExactly(30L, 60L, 90L);
    }

    @Test
    void theLastSnapshotThatIsNotAfterAnEventIsFound() {
        TestRuns.recordComplete(directory, TestRuns.events(500));
        try (JournalReader reader = JournalReader.open(directory)) {
            assertThat(reader.snapshotAtOrBefore(0)).isEmpty();
            assertThat(reader.snapshotAtOrBefore(127)).isEmpty();
            for (long seq : new long[] {128, 129, 255, 256, 500}) {
                StoredSnapshot snapshot = reader.snapshotAtOrBefore(seq).orElseThrow();
                assertThat(snapshot.seq()).isEqualTo(seq / 128 * 128);
                assertThat(snapshot.state()).isEqualTo(TestRuns.stateAfter(snapshot.seq()));
            }
        }
    }

    @Test
    void aSnapshotThatIsNotDueIsRefused() {
        try (JournalWriter writer = JournalWriter.create(directory, TestRuns.identity(10), 30)) {
            TestRuns.events(31).forEach(event -> event.appendTo(writer));
            assertThatThrownBy(() -> writer.snapshot(new byte[1])).isInstanceOf(IllegalStateException.class);
        }
    }
}
