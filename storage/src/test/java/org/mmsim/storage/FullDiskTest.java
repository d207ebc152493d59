package org.mmsim.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmsim.protocol.RunEnd;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/** A limit on the size of files stands in for a full disk: the system refuses to write more. */
class FullDiskTest {

    private static final int EVENTS_PER_CHUNK = 1024;

    /** A shell counts this in units of 512 or 1024 bytes. */
    private static final String FILE_SIZE_LIMIT = "3000";

    @TempDir
    Path directory;

    @Test
    void aFullDiskStopsTheRunWithOneLineAndKeepsWhatFitted() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs a shell to set the limit");
        Path libraries = Files.createDirectory(directory.resolve("libraries"));
        unpackDatabaseLibrary(libraries);
        Path run = directory.resolve("run");
        Process process = RunProcess.start(
                List.of("/bin/sh", "-c", "ulimit -f " + FILE_SIZE_LIMIT + " && exec \"$@\"", "sh"),
                List.of("-Djava.library.path=" + libraries),
                run,
                EVENTS_PER_CHUNK,
                5_000_000);
        List<String> output = RunProcess.awaitOutput(process);
        assertThat(output.get(output.size() - 1))
                .matches("error cannot write the journal: [^/:]+ \\(" + run.resolve("journal") + "\\)");

        int stored;
        try (JournalReader reader = JournalReader.open(run)) {
            List<RecordedEvent> kept = TestRuns.read(reader);
            stored = kept.size();
            assertThat(kept).isNotEmpty().isEqualTo(TestRuns.events(stored));
            assertThat(reader.verify().problems()).isEmpty();
        }
        List<RecordedEvent> all = TestRuns.events(stored + 5000);
        try (JournalWriter writer = JournalWriter.resume(run, 10_000)) {
            TestRuns.append(all, writer);
            assertThat(writer.finish(RunEnd.getDefaultInstance()).getDigest())
                    .isEqualTo(TestRuns.digest(all, EVENTS_PER_CHUNK));
        }
    }

    /** The limit would keep the process from unpacking the library itself. */
    private static void unpackDatabaseLibrary(Path into) throws IOException {
        String name = Environment.getJniLibraryFileName("rocksdb");
        try (InputStream library = RocksDB.class.getClassLoader().getResourceAsStream(name)) {
            assumeTrue(library != null, "needs a library for this platform");
            Files.copy(library, into.resolve(name));
        }
    }
}
