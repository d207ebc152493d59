package org.mmsim.scenarios.conform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.conform.recording.Recording;
import org.mmsim.scenarios.conform.recording.RecordingReader;
import org.mmsim.scenarios.yaml.InputFile;

/** A kernel's recordings: a folder, or an archive in its place. */
public final class RecordingFolder implements AutoCloseable {
    /** Ending of the files that are recordings. */
    public static final String ENDING = ".jsonl";

    private static final String ARCHIVE_ENDING = ".zip";

    private final Path folder;
    private final @Nullable FileSystem archive;

    private RecordingFolder(Path folder, @Nullable FileSystem archive) {
        this.folder = folder;
        this.archive = archive;
    }

    /**
     * Opens a folder; if there is none, the archive of that name with {@code .zip}.
     *
     * @throws InputException if there is neither
     */
    public static RecordingFolder open(Path folder) {
        if (Files.isDirectory(folder)) {
            return new RecordingFolder(folder, null);
        }
        Path file = archive(folder);
        if (!Files.isRegularFile(file)) {
            throw new InputException(
                    "no recordings (" + folder + ")",
                    "allowed: --recordings with a folder of NAME" + ENDING + ", or an archive of such files");
        }
        try {
            FileSystem archive = FileSystems.newFileSystem(file);
            return new RecordingFolder(archive.getPath("/"), archive);
        } catch (IOException | ProviderNotFoundException e) {
            throw new InputException("not an archive of recordings (" + file + ")");
        }
    }

    /** The archive that can stand in a folder's place. */
    static Path archive(Path folder) {
        return folder.toString().endsWith(ARCHIVE_ENDING) ? folder : Path.of(folder + ARCHIVE_ENDING);
    }

    /** What messages call the recording of a script. */
    public String source(String script) {
        Path file = folder.resolve(script + ENDING);
        return archive == null ? file.toString() : archive.toString() + file;
    }

    /**
     * The recording of a script, if there is one.
     *
     * @throws InputException if it is damaged
     */
    public Optional<Recording> read(String script) {
        Path file = folder.resolve(script + ENDING);
        return Files.exists(file)
                ? Optional.of(RecordingReader.parse(InputFile.read(file), source(script)))
                : Optional.empty();
    }

    @Override
    public void close() {
        try {
            if (archive != null) {
                archive.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
