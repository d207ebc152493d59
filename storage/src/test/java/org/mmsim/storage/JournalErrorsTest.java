package org.mmsim.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmsim.storage.rocks.JournalStore;

class JournalErrorsTest {

    @TempDir
    Path directory;

    @Test
    void aDirectoryWithoutAJournalIsNamed() {
        assertThat(messageOf(() -> JournalReader.open(directory))).isEqualTo("no journal (" + journal() + ")");
        assertThat(messageOf(() -> JournalWriter.resume(directory))).isEqualTo("no journal (" + journal() + ")");
        assertThat(messageOf(() -> JournalReader.open(directory.resolve("none"))))
                .isEqualTo("no journal (" + directory.resolve("none/journal") + ")");
    }

    @Test
    void aJournalIsNotOverwritten() {
        TestRuns.recordIncomplete(directory, TestRuns.events(10));
        assertThat(messageOf(() -> JournalWriter.create(directory, TestRuns.identity(16))))
                .isEqualTo("there is a journal already (" + journal() + ")");
        try (JournalReader reader = JournalReader.open(directory)) {
            assertThat(reader.lastSeq()).isEqualTo(10);
        }
    }

    @Test
    void aFileWhereADirectoryShouldBeIsNamed() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        assertThat(messageOf(() -> JournalWriter.create(file, TestRuns.identity(16))))
                .startsWith("cannot make the directory of the journal: ")
                .endsWith("(" + file.resolve("journal") + ")");
        assertThat(messageOf(() -> JournalReader.open(file))).startsWith("no journal (");
    }

    @Test
    void aJournalWithoutItsPointerToTheCurrentStateIsDamaged() throws Exception {
        TestRuns.recordComplete(directory, TestRuns.events(10));
        Files.delete(journal().resolve("CURRENT"));
        assertThat(messageOf(() -> JournalReader.open(directory)))
                .isEqualTo("journal is damaged: its file CURRENT is missing (" + journal() + ")");
    }

    @Test
    void aJournalHasOneWriterAtATime() {
        try (JournalWriter writer = JournalWriter.create(directory, TestRuns.identity(16))) {
            assertThat(writer.lastSeq()).isZero();
            assertThat(messageOf(() -> JournalWriter.resume(directory)))
                    .isEqualTo("journal is in use by another process (" + journal() + ")");
        }
        JournalWriter.resume(directory).close();
    }

    @Test
    void aNewerSchemaIsRefusedByReadersAndWriters() throws Exception {
        try (JournalStore store = JournalStore.create(Files.createDirectories(journal()))) {
            store.putIdentity(TestRuns.identity(16).toBuilder()
                    .setSchemaVersion(EventSchema.VERSION + 1)
                    .build()
                    .toByteArray());
        }
        String expected = "journal has schema version %d, this program reads up to %d (%s)"
                .formatted(EventSchema.VERSION + 1, EventSchema.VERSION, journal());
        assertThat(messageOf(() -> JournalReader.open(directory))).isEqualTo(expected);
        assertThat(messageOf(() -> JournalWriter.resume(directory))).isEqualTo(expected);
    }

    @Test
    void aRunThatWasKilledBeforeItHadAnIdentityIsDamaged() throws Exception {
        JournalStore.create(Files.createDirectories(journal())).close();
        assertThat(messageOf(() -> JournalReader.open(directory)))
                .isEqualTo("journal is damaged: it does not say which run it belongs to (" + journal() + ")");
    }

    @Test
    void anIdentityThatCannotBeStoredIsADefectOfTheCaller() {
        for (int eventsPerChunk : new int[] {-1, 0, ChunkLayout.MAX_EVENTS + 1}) {
            assertThatThrownBy(() -> JournalWriter.create(directory, TestRuns.identity(eventsPerChunk)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> JournalWriter.digestOnly(
                        TestRuns.identity(16).toBuilder().setSchemaVersion(0).build()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(journal()).doesNotExist();
    }

    @Test
    void aClosedReaderIsOfNoUse() {
        TestRuns.recordComplete(directory, TestRuns.events(200));
        JournalReader reader = JournalReader.open(directory);
        JournalReader readerOfSummaries = JournalReader.open(directory);
        assertThat(readerOfSummaries.lastSeq()).isEqualTo(200);
        reader.close();
        readerOfSummaries.close();
        readerOfSummaries.close();
        assertThatThrownBy(reader::lastSeq).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> readerOfSummaries.event(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> readerOfSummaries.snapshotAtOrBefore(200)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anEventThatIsNotThereIsRefused() {
        TestRuns.recordComplete(directory, TestRuns.events(10));
        try (JournalReader reader = JournalReader.open(directory)) {
            for (long seq : new long[] {Long.MIN_VALUE, -1, 0, 11, Long.MAX_VALUE}) {
                assertThatThrownBy(() -> reader.event(seq)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    private static String messageOf(ThrowingCallable action) {
        return catchThrowableOfType(JournalException.class, action).getMessage();
    }

    private Path journal() {
        return JournalFiles.directory(directory);
    }
}
