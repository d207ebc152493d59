package org.mmsim.storage;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mmsim.protocol.ChunkSummary;
import org.mmsim.protocol.RunEnd;
import org.mmsim.protocol.RunIdentity;
import org.mmsim.storage.rocks.JournalStore;
import org.mmsim.storage.rocks.StoreException;

/** Reads the parts of a journal that are messages, and refuses those that cannot be true. */
final class StoredRun {

    private static final int MAX_SUMMARY_BYTES = 4096;

    private final JournalStore store;
    private final Path directory;
    private final RunIdentity identity;

    /** Reads the identity, without which nothing else can be understood. */
    StoredRun(JournalStore store, Path directory) {
        this.store = store;
        this.directory = directory;
        this.identity = readIdentity();
    }

    RunIdentity identity() {
        return identity;
    }

    /** The end marker, if the run has one. The completion mark may be missing, since it is written later, but must not disagree. */
    Optional<RunEnd> end() {
        try {
            Optional<byte[]> bytes = store.end();
            boolean marked = CompletionMark.exists(directory);
            if (bytes.isEmpty()) {
                if (marked) {
                    throw damaged("the run was complete and its end is missing");
                }
                return Optional.empty();
            }
            RunEnd end = RunEnd.parseFrom(bytes.get());
            if (marked && !CompletionMark.agrees(directory, end)) {
                throw damaged("the completion mark is not that of the run");
            }
            return Optional.of(end);
        } catch (InvalidProtocolBufferException e) {
            throw damaged("the end marker is unreadable");
        } catch (IOException e) {
            throw new JournalException("cannot read the journal: " + e.getMessage() + " (" + directory + ")", e);
        } catch (StoreException e) {
            throw JournalFiles.failure("read", directory, e);
        }
    }

    List<ChunkSummary> summaries() {
        List<ChunkSummary> summaries = new ArrayList<>();
        try {
            store.forEachSummary((seq, bytes) -> {
                summaries.add(
                        readSummary(seq, bytes, summaries.isEmpty() ? null : summaries.get(summaries.size() - 1)));
                return true;
            });
        } catch (StoreException e) {
            throw JournalFiles.failure("read", directory, e);
        }
        return summaries;
    }

    /** Parses a summary and checks it against the one before, which is null for the first. */
    ChunkSummary readSummary(long key, byte[] bytes, @Nullable ChunkSummary before) {
        ChunkSummary summary;
        try {
            if (bytes.length > MAX_SUMMARY_BYTES) {
                throw damaged("the summary of chunk " + key + " is too large");
            }
            summary = ChunkSummary.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw damaged("the summary of chunk " + key + " is unreadable");
        }
        long expected = before == null ? 1 : before.getFirstSeq() + identity.getEventsPerChunk();
        if (key != expected || summary.getFirstSeq() != key) {
            throw damaged("a chunk begins at event " + key + " instead of " + expected);
        }
        if (before != null && before.getEvents() != identity.getEventsPerChunk()) {
            throw damaged("chunk " + before.getFirstSeq() + " is not full but not the last one");
        }
        if (summary.getEvents() < 1
                || summary.getEvents() > identity.getEventsPerChunk()
                || summary.getFirstTimeNs() < (before == null ? 0 : before.getLastTimeNs())
                || summary.getLastTimeNs() < summary.getFirstTimeNs()
                || summary.getSha256().size() != RunDigest.BYTES) {
            throw damaged("the summary of chunk " + key + " is out of range");
        }
        return summary;
    }

    private RunIdentity readIdentity() {
        RunIdentity read;
        try {
            read = RunIdentity.parseFrom(
                    store.identity().orElseThrow(() -> damaged("it does not say which run it belongs to")));
        } catch (InvalidProtocolBufferException e) {
            throw damaged("the identity of the run is unreadable");
        } catch (StoreException e) {
            throw JournalFiles.failure("read", directory, e);
        }
        if (Integer.compareUnsigned(read.getSchemaVersion(), EventSchema.VERSION) > 0) {
            throw new JournalException(String.format(
                    Locale.ROOT,
                    "journal has schema version %s, this program reads up to %d (%s)",
                    Integer.toUnsignedString(read.getSchemaVersion()),
                    EventSchema.VERSION,
                    directory));
        }
        if (read.getSchemaVersion() < 1
                || read.getEventsPerChunk() < 1
                || read.getEventsPerChunk() > ChunkLayout.MAX_EVENTS) {
            throw damaged("the identity of the run is out of range");
        }
        return read;
    }

    private JournalException damaged(String what) {
        return new DamagedJournalException(what + " (" + directory + ")", null);
    }
}
