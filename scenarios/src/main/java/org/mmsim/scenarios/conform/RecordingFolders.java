package org.mmsim.scenarios.conform;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.conform.script.Script;

/** Where the recordings of scripts are: in a folder that was named, or beside the scripts'. */
public final class RecordingFolders implements AutoCloseable {
    private final @Nullable Path named;
    private final String kernel;
    private final boolean needed;
    private final Map<Path, Optional<RecordingFolder>> open = new TreeMap<>();

    /**
     * @param named null for {@code ../recordings/KERNEL} seen from a script
     * @param needed whether it is wrong if nobody named a folder and there is none beside the script's
     */
    public RecordingFolders(@Nullable Path named, String kernel, boolean needed) {
        this.named = named;
        this.kernel = kernel;
        this.needed = needed;
    }

    /**
     * The recordings among which the script's is.
     *
     * @throws InputException if there are none
     */
    public Optional<RecordingFolder> of(Script script) {
        return open.computeIfAbsent(named != null ? named : beside(script), this::open);
    }

    private Optional<RecordingFolder> open(Path folder) {
        if (named == null && !needed && !exists(folder)) {
            return Optional.empty();
        }
        return Optional.of(RecordingFolder.open(folder));
    }

    private static boolean exists(Path folder) {
        return Files.exists(folder) || Files.exists(RecordingFolder.archive(folder));
    }

    private Path beside(Script script) {
        Path folder = Path.of(script.source()).toAbsolutePath().normalize().getParent();
        return Path.of(folder + "/../recordings").normalize().resolve(kernel);
    }

    @Override
    public void close() {
        open.values().forEach(folder -> folder.ifPresent(RecordingFolder::close));
    }
}
