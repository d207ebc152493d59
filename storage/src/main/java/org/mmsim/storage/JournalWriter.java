package org.mmsim.storage;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.mmsim.protocol.ChunkSummary;
import org.mmsim.protocol.RunEnd;
import org.mmsim.protocol.RunIdentity;
import org.mmsim.storage.rocks.JournalStore;
import org.mmsim.storage.rocks.StoreException;

/**
 * Takes the events of a run from the one thread that simulates, and stores them, compares them with stored ones, or only
 * computes their digest, on another thread. Which of these is chosen by the factory method.
 */
public final class JournalWriter implements EventSink, AutoCloseable {

    /** Events per chunk that suit a large run: enough to compress well, few enough to decode in a millisecond. */
    public static final int DEFAULT_EVENTS_PER_CHUNK = 32_768;

    /** Events between two snapshots: what a reader can fold in half a second. */
    static final long EVENTS_PER_SNAPSHOT = 8L << 20;

    private final int[] fieldCounts;
    private final int eventsPerChunk;
    private final long chunksPerSnapshot;
    private final BlockPipeline pipeline;
    private @Nullable EventBlock block;
    private int count;
    private long lastSeq;
    private long lastTimeNs;
    private long snapshotDueSeq = -1;
    private @Nullable String digest;
    private boolean failureReported;
    private boolean closed;

    private JournalWriter(BlockTarget target, int eventsPerChunk, SchemaTables tables, long eventsPerSnapshot) {
        this.fieldCounts = tables.fieldCounts();
        this.eventsPerChunk = eventsPerChunk;
        this.chunksPerSnapshot = Math.max(1, eventsPerSnapshot / eventsPerChunk);
        this.pipeline = new BlockPipeline(target, eventsPerChunk);
        block = pipeline.take();
    }

    /**
     * Starts the journal of a new run.
     *
     * @throws JournalException if there is one already or it cannot be made
     * @throws IllegalArgumentException if the identity has another schema version than {@link EventSchema#VERSION}, or its events
     *     per chunk are not within 1 and 131072
     */
    public static JournalWriter create(Path runDirectory, RunIdentity identity) {
        return create(runDirectory, identity, EVENTS_PER_SNAPSHOT);
    }

    static JournalWriter create(Path runDirectory, RunIdentity identity, long eventsPerSnapshot) {
        int eventsPerChunk = requireWritable(identity);
        JournalStore store = JournalFiles.create(runDirectory);
        Path directory = JournalFiles.directory(runDirectory);
        try {
            store.putIdentity(identity.toByteArray());
            SchemaTables tables = EventSchema.current().tables();
            StoreTarget target = new StoreTarget(store, directory, eventsPerChunk, tables, new RunDigest());
            return new JournalWriter(target, eventsPerChunk, tables, eventsPerSnapshot);
        } catch (StoreException e) {
            store.close();
            throw JournalFiles.failure("write", directory, e);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /**
     * Continues the journal of an interrupted run. The run is to be executed from its beginning: events that are stored are
     * compared, the others stored.
     *
     * @throws JournalException if the run is complete, in use or damaged
     */
    public static JournalWriter resume(Path runDirectory) {
        return resume(runDirectory, EVENTS_PER_SNAPSHOT);
    }

    static JournalWriter resume(Path runDirectory, long eventsPerSnapshot) {
        Path directory = JournalFiles.directory(runDirectory);
        JournalStore store = JournalFiles.openForWriting(runDirectory);
        try {
            StoredRun stored = new StoredRun(store, directory);
            RunIdentity identity = stored.identity();
            if (stored.end().isPresent()) {
                throw new JournalException("the run is complete: there is nothing to resume (" + directory + ")");
            }
            List<ChunkSummary> summaries = stored.summaries();
            int eventsPerChunk = identity.getEventsPerChunk();
            SchemaTables tables = EventSchema.current().tables();
            RunDigest digest = new RunDigest();
            RecordedRun recording = new RecordedRun(
                    summaries, new StoredChunks(store, directory, eventsPerChunk, tables), eventsPerChunk, tables);
            StoreTarget target = new StoreTarget(store, directory, eventsPerChunk, tables, digest);
            return new JournalWriter(
                    new ResumeTarget(recording, target, digest), eventsPerChunk, tables, eventsPerSnapshot);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /**
     * Compares a repeated run with a recorded one, and stores nothing. If the recorded run is incomplete, the comparison ends
     * where it does. The reader must stay open as long as the writer.
     */
    public static JournalWriter replay(JournalReader reader) {
        int eventsPerChunk = reader.identity().getEventsPerChunk();
        SchemaTables tables = EventSchema.current().tables();
        RecordedRun recording = reader.recording();
        ReplayTarget target =
                new ReplayTarget(recording, reader.end().isPresent(), new DigestTarget(eventsPerChunk, tables));
        return new JournalWriter(target, eventsPerChunk, tables, Long.MAX_VALUE);
    }

    /** Computes the digest that a journal of the run would have, and stores nothing. */
    public static JournalWriter digestOnly(RunIdentity identity) {
        int eventsPerChunk = requireWritable(identity);
        SchemaTables tables = EventSchema.current().tables();
        return new JournalWriter(new DigestTarget(eventsPerChunk, tables), eventsPerChunk, tables, Long.MAX_VALUE);
    }

    @Override
    public void append(int type, long timeNs, int actor, long cause, long a, long b, long c, long d) {
        EventBlock into = requireAppendable(type, timeNs, cause);
        int i = count;
        into.types[i] = (byte) type;
        into.times[i] = timeNs;
        into.actors[i] = actor;
        into.causes[i] = cause;
        long[] fields = into.fields;
        int f = i * EventBlock.STRIDE;
        fields[f + 3] = d;
        fields[f] = a;
        fields[f + 1] = b;
        fields[f + 2] = c;
        lastTimeNs = timeNs;
        lastSeq++;
        count = i + 1;
        if (count == eventsPerChunk) {
            turn(into);
        }
    }

    private EventBlock requireAppendable(int type, long timeNs, long cause) {
        throwIfFailed();
        if (block == null) {
            throw new IllegalStateException(
                    "the journal takes no events after its digest was asked for or it was closed");
        }
        if (type < 0 || type > EventSchema.MAX_TYPE || fieldCounts[type] < 0) {
            throw new IllegalArgumentException("no event has type " + type);
        }
        if (timeNs < lastTimeNs) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "event %d happens at %d ns, before the last one at %d ns",
                    lastSeq + 1,
                    timeNs,
                    lastTimeNs));
        }
        if (cause < 0 || cause > lastSeq) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "event %d has the cause %d, which has not happened", lastSeq + 1, cause));
        }
        return block;
    }

    /** Sequence number of the last event, 0 before the first. */
    public long lastSeq() {
        return lastSeq;
    }

    /** Whether the last event is one after which {@link #snapshot} should be called. Never true if nothing is stored. */
    public boolean snapshotDue() {
        return lastSeq == snapshotDueSeq;
    }

    /**
     * Stores the state after the last event.
     *
     * @param state not to be changed afterwards
     * @throws IllegalStateException if none is due
     * @throws IllegalArgumentException if it is larger than {@link JournalReader#MAX_SNAPSHOT_BYTES}
     */
    public void snapshot(byte[] state) {
        if (!snapshotDue() || closed) {
            throw new IllegalStateException("no snapshot is due after event " + lastSeq);
        }
        if (state.length > JournalReader.MAX_SNAPSHOT_BYTES) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "a snapshot of %d bytes is larger than %d",
                    state.length,
                    JournalReader.MAX_SNAPSHOT_BYTES));
        }
        pipeline.snapshot(lastSeq, state);
    }

    /**
     * Ends the events and waits until all are stored or compared.
     *
     * @return SHA-256 over all chunks before compression, in order, as hexadecimal digits
     */
    public String digest() {
        if (digest == null) {
            if (closed) {
                throw new IllegalStateException("the journal was closed before its digest was asked for");
            }
            putPartialBlock();
            try {
                digest = pipeline.seal(lastSeq);
            } catch (RuntimeException e) {
                failureReported = true;
                throw e;
            }
        }
        return digest;
    }

    /**
     * Ends the run: after this it is complete.
     *
     * @param end what is known at the end; number of events and digest are filled in
     * @return what was stored
     */
    public RunEnd finish(RunEnd end) {
        if (closed) {
            throw new IllegalStateException("the journal was closed before its run was finished");
        }
        RunEnd complete = end.toBuilder().setDigest(digest()).setEvents(lastSeq).build();
        try {
            pipeline.end(complete);
        } catch (RuntimeException e) {
            failureReported = true;
            throw e;
        }
        return complete;
    }

    /**
     * Stores what was appended and lets go of the journal. Without {@link #finish} the run stays incomplete.
     *
     * @throws JournalException if something could not be stored and that was not reported before
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        putPartialBlock();
        pipeline.close();
        if (!failureReported) {
            throwIfFailed();
        }
    }

    private void turn(EventBlock full) {
        if (lastSeq / eventsPerChunk % chunksPerSnapshot == 0) {
            snapshotDueSeq = lastSeq;
        }
        putBlock(full);
        block = pipeline.take();
        count = 0;
    }

    private void putPartialBlock() {
        if (block != null && count > 0) {
            putBlock(block);
        }
        block = null;
    }

    private void putBlock(EventBlock filled) {
        filled.count = count;
        filled.firstSeq = lastSeq - count + 1;
        pipeline.put(filled);
    }

    private void throwIfFailed() {
        RuntimeException failure = pipeline.failure();
        if (failure != null) {
            failureReported = true;
            throw failure;
        }
    }

    private static int requireWritable(RunIdentity identity) {
        if (identity.getSchemaVersion() != EventSchema.VERSION) {
            throw new IllegalArgumentException("schema version must be " + EventSchema.VERSION);
        }
        int eventsPerChunk = identity.getEventsPerChunk();
        if (eventsPerChunk < 1 || eventsPerChunk > ChunkLayout.MAX_EVENTS) {
            throw new IllegalArgumentException("events per chunk must be 1 to " + ChunkLayout.MAX_EVENTS);
        }
        return eventsPerChunk;
    }
}
