package org.mmsim.scenarios.run;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mmsim.protocol.RunEnd;
import org.mmsim.protocol.RunIdentity;
import org.mmsim.scenarios.InputException;
import org.mmsim.storage.JournalException;
import org.mmsim.storage.JournalReader;

/**
 * What a recorded run is and how far it has come, without reading its events.
 *
 * @param identity null if the journal cannot be read
 * @param end null if the run is incomplete or its journal cannot be read
 * @param events how many the journal holds
 * @param simulatedNs time of the last of them
 * @param bytes size of the journal on disk
 * @param problem why the journal cannot be read, empty if it can
 */
public record RunSummary(
        String id,
        @Nullable RunIdentity identity,
        @Nullable RunEnd end,
        long events,
        long simulatedNs,
        long bytes,
        String problem) {

    /** The summary of a run, whatever state it is in. */
    public static RunSummary of(Path directory) {
        String id = RunDirectory.name(directory);
        long bytes = 0;
        try (JournalReader reader = JournalReader.open(directory)) {
            bytes = RunDirectory.bytes(directory);
            Optional<RunEnd> end = reader.end();
            return new RunSummary(
                    id,
                    reader.identity(),
                    end.orElse(null),
                    reader.lastSeq(),
                    end.map(RunEnd::getSimulatedNs).orElseGet(reader::lastTimeNs),
                    bytes,
                    "");
        } catch (JournalException | InputException e) {
            return new RunSummary(id, null, null, 0, 0, bytes, String.valueOf(e.getMessage()));
        }
    }
}
