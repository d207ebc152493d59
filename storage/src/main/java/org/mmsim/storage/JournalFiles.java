package org.mmsim.storage;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.mmsim.storage.rocks.JournalStore;
import org.mmsim.storage.rocks.StoreException;

/** Where the journal of a run lies, and what a failed access to it is called. */
final class JournalFiles {

    private static final String DIRECTORY = "journal";

    /** RocksDB's own pointer to its current state; a directory without it is no database. */
    private static final String CURRENT = "CURRENT";

    private JournalFiles() {}

    static Path directory(Path runDirectory) {
        return runDirectory.resolve(DIRECTORY);
    }

    static boolean hasJournal(Path runDirectory) {
        return Files.exists(directory(runDirectory).resolve(CURRENT));
    }

    static JournalStore create(Path runDirectory) {
        Path directory = directory(runDirectory);
        if (hasJournal(runDirectory)) {
            throw new JournalException("there is a journal already (" + directory + ")");
        }
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new JournalException("cannot make the directory of the journal: " + e + " (" + directory + ")", e);
        }
        try {
            return JournalStore.create(directory);
        } catch (StoreException e) {
            throw failure("create", directory, e);
        }
    }

    static JournalStore openForWriting(Path runDirectory) {
        requireJournal(runDirectory);
        try {
            return JournalStore.openForWriting(directory(runDirectory));
        } catch (StoreException e) {
            throw failure("open", directory(runDirectory), e);
        }
    }

    static JournalStore openForReading(Path runDirectory) {
        requireJournal(runDirectory);
        try {
            return JournalStore.openForReading(directory(runDirectory));
        } catch (StoreException e) {
            throw failure("open", directory(runDirectory), e);
        }
    }

    static JournalException failure(String operation, Path directory, StoreException e) {
        String where = " (" + directory + ")";
        return switch (e.kind()) {
            case IN_USE -> new JournalException("journal is in use by another process" + where, e);
            case DAMAGED, FILE_MISSING -> new DamagedJournalException(e.getMessage() + where, e);
            case IO -> new JournalException("cannot " + operation + " the journal: " + e.getMessage() + where, e);
        };
    }

    private static void requireJournal(Path runDirectory) {
        if (!hasJournal(runDirectory)) {
            throw missing(runDirectory);
        }
    }

    private static JournalException missing(Path runDirectory) {
        Path directory = directory(runDirectory);
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty()
                    ? new JournalException("no journal (" + directory + ")")
                    : new DamagedJournalException("its file CURRENT is missing (" + directory + ")", null);
        } catch (AccessDeniedException e) {
            return new JournalException("no permission to read the journal (" + directory + ")", e);
        } catch (IOException e) {
            return new JournalException("no journal (" + directory + ")", e);
        }
    }
}
