package org.mmsim.storage.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileCheckTest {

    private static final int KIND_OFFSET = 6;

    @TempDir
    Path directory;

    @BeforeEach
    void fillLogAndManifest() throws StoreException {
        try (JournalStore store = JournalStore.create(directory)) {
            store.putIdentity(new byte[100]);
            // Longer than a block, so that records come in parts.
            store.putChunk(1, ByteBuffer.allocateDirect(100_000), new byte[100]);
            store.putSnapshot(1, new byte[1000]);
        }
    }

    @Test
    void whatRocksDbWroteIsSound() {
        assertThatCode(() -> LogFileCheck.checkAll(directory)).doesNotThrowAnyException();
    }

    @Test
    void aRecordOfAnotherKindIsNoticed() throws Exception {
        for (String files : new String[] {"*.log", "MANIFEST-*"}) {
            Path file = find(files);
            byte[] sound = Files.readAllBytes(file);
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = sound.clone();
                changed[KIND_OFFSET] ^= (byte) (1 << bit);
                Files.write(file, changed);
                assertThat(catchThrowableOfType(StoreException.class, () -> LogFileCheck.checkAll(directory)))
                        .as("%s bit %d", files, bit)
                        .hasMessage("wrong record at byte 0 of " + file.getFileName());
            }
            Files.write(file, sound);
        }
    }

    @Test
    void aFlippedBitIsNoticed() throws Exception {
        Path log = find("*.log");
        byte[] sound = Files.readAllBytes(log);
        for (int i = 0; i < sound.length; i += 97) {
            byte[] changed = sound.clone();
            changed[i] ^= 1;
            Files.write(log, changed);
            assertThat(catchThrowableOfType(StoreException.class, () -> LogFileCheck.checkAll(directory))
                            .kind())
                    .as("byte %d", i)
                    .isEqualTo(StoreException.Kind.DAMAGED);
        }
    }

    @Test
    void aFileMayEndAnywhere() throws Exception {
        Path log = find("*.log");
        byte[] sound = Files.readAllBytes(log);
        for (int length = 0; length < sound.length; length += 97) {
            Files.write(log, Arrays.copyOf(sound, length));
            assertThatCode(() -> LogFileCheck.checkAll(directory)).doesNotThrowAnyException();
        }
    }

    private Path find(String glob) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, glob)) {
            return files.iterator().next();
        }
    }
}
