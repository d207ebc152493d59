package org.mmsim.storage.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.AbstractImmutableNativeReference;

class JournalStoreTest {

    @TempDir
    Path directory;

    @Test
    void noNativeHandleOutlivesTheStore() throws Exception {
        List<AbstractImmutableNativeReference> handles;
        try (JournalStore store = JournalStore.create(directory)) {
            store.putChunk(1, ByteBuffer.allocateDirect(10), new byte[3]);
            store.putEnd(new byte[1]);
            store.forEachSummary((seq, value) -> true);
            handles = store.handles().all();
            assertThat(handles).hasSizeGreaterThan(8).allMatch(AbstractImmutableNativeReference::isOwningHandle);
        }
        assertThat(handles).noneMatch(AbstractImmutableNativeReference::isOwningHandle);
    }

    @Test
    void aStoreThatCannotBeOpenedLeavesTheLockFree() throws Exception {
        JournalStore.create(directory).close();
        Path manifest;
        try (var files = Files.newDirectoryStream(directory, "MANIFEST-*")) {
            manifest = files.iterator().next();
        }
        byte[] sound = Files.readAllBytes(manifest);
        Files.write(manifest, new byte[0]);
        for (int i = 0; i < 3; i++) {
            assertThat(catchThrowableOfType(StoreException.class, () -> JournalStore.openForWriting(directory))
                            .kind())
                    .isEqualTo(StoreException.Kind.DAMAGED);
        }
        Files.write(manifest, sound);
        JournalStore.openForWriting(directory).close();
    }

    @Test
    void aChunkThatDoesNotFitTellsItsLength() throws Exception {
        try (JournalStore store = JournalStore.create(directory)) {
            store.putChunk(5, ByteBuffer.allocateDirect(100), new byte[0]);
            assertThat(store.chunk(5, ByteBuffer.allocateDirect(100))).isEqualTo(100);
            assertThat(store.chunk(5, ByteBuffer.allocateDirect(99))).isEqualTo(100);
            assertThat(store.chunk(6, ByteBuffer.allocateDirect(99))).isEqualTo(-1);
        }
    }

    @Test
    void aTornLastRecordIsNoDamage() throws Exception {
        try (JournalStore store = JournalStore.create(directory)) {
            store.putSnapshot(1, new byte[100]);
            store.putSnapshot(2, new byte[100]);
        }
        Path log;
        try (var files = Files.newDirectoryStream(directory, "*.log")) {
            log = files.iterator().next();
        }
        byte[] bytes = Files.readAllBytes(log);
        Files.write(log, Arrays.copyOf(bytes, bytes.length - 50));
        try (JournalStore store = JournalStore.openForReading(directory)) {
            assertThat(store.hasSnapshot(1)).isTrue();
            assertThat(store.hasSnapshot(2)).isFalse();
        }
    }
}
