package org.mmsim.storage;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.mmsim.protocol.ChunkSummary;
import org.mmsim.protocol.Event;
import org.mmsim.protocol.RunEnd;
import org.mmsim.protocol.RunIdentity;
import org.mmsim.storage.rocks.JournalStore;
import org.mmsim.storage.rocks.StoreException;

/**
 * Reads the journal of a run, complete or not. Sees what was stored when it was opened. Damage is found when the damaged part is
 * read, and reported as {@link JournalException}; nothing that was not written is ever returned. Not thread-safe.
 */
public final class JournalReader implements AutoCloseable {

    /** Largest state that a snapshot can hold, in bytes. */
    public static final int MAX_SNAPSHOT_BYTES = 1 << 27;

    /** Single events are looked up along chains of causes, which stay close together. */
    private static final int LOOKED_UP_CHUNKS = 8;

    private final JournalStore store;
    private final Path directory;
    private final StoredRun run;
    private final Optional<RunEnd> end;
    private @Nullable StoredChunks chunks;
    private @Nullable List<ChunkSummary> summaries;
    private @Nullable EventBlock spare;
    private Consumer<ChunkSummary> listener = chunk -> {};
    private final Map<Long, EventBlock> lookedUp = new LinkedHashMap<>(LOOKED_UP_CHUNKS * 2, 0.75f, true);

    private JournalReader(JournalStore store, Path directory) {
        this.store = store;
        this.directory = directory;
        run = new StoredRun(store, directory);
        end = run.end();
    }

    /**
     * Opens the journal of a run.
     *
     * @throws JournalException if there is none, it is damaged, or its schema is newer than this program's
     */
    public static JournalReader open(Path runDirectory) {
        JournalStore store = JournalFiles.openForReading(runDirectory);
        try {
            return new JournalReader(store, JournalFiles.directory(runDirectory));
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** What determines the run. */
    public RunIdentity identity() {
        return run.identity();
    }

    /** How the run ended; empty if it was interrupted or still goes on. */
    public Optional<RunEnd> end() {
        return end;
    }

    /** Sequence number of the last event, 0 if there is none. */
    public long lastSeq() {
        return summaries().isEmpty() ? 0 : Summaries.lastSeq(lastSummary());
    }

    /** Virtual time of the last event, 0 if there is none. */
    public long lastTimeNs() {
        return summaries().isEmpty() ? 0 : lastSummary().getLastTimeNs();
    }

    /** What the chunks hold, in order. */
    public List<ChunkSummary> summaries() {
        if (summaries == null) {
            summaries = Collections.unmodifiableList(run.summaries());
        }
        return summaries;
    }

    /** Has a listener told of each chunk that {@link #scan} comes to or {@link #verify} reads, for progress displays. */
    public void onChunk(Consumer<ChunkSummary> listener) {
        this.listener = listener;
    }

    /**
     * Shows events in order.
     *
     * @param fromSeq the first event to show; those before it in its chunk are passed over
     * @param wanted the chunks to look into
     * @param visitor sees the events and says when to stop
     */
    public void scan(long fromSeq, Predicate<ChunkSummary> wanted, EventVisitor visitor) {
        EventBlock block = spare == null ? newBlock() : spare;
        // A visitor may itself scan: it must not get the block that it is looking at.
        spare = null;
        EventView view = new EventView();
        for (int i = chunkIndex(Math.max(1, fromSeq)); i < summaries().size(); i++) {
            ChunkSummary summary = summaries().get(i);
            listener.accept(summary);
            if (wanted.test(summary) && !show(summary, fromSeq, block, view, visitor)) {
                break;
            }
        }
        spare = block;
    }

    private boolean show(ChunkSummary summary, long fromSeq, EventBlock block, EventView view, EventVisitor visitor) {
        EventBlock shown = lookedUp.get(summary.getFirstSeq());
        if (shown == null) {
            chunks().load(summary, block);
            shown = block;
        }
        int start = (int) Math.max(0, fromSeq - shown.firstSeq);
        for (int i = start; i < shown.count; i++) {
            if (!visitor.visit(view.at(shown, i))) {
                return false;
            }
        }
        return true;
    }

    /** The first event at or after a time; {@code lastSeq() + 1} if there is none. */
    public long firstSeqAt(long timeNs) {
        for (ChunkSummary summary : summaries()) {
            if (summary.getLastTimeNs() >= timeNs) {
                EventBlock block = lookUp(summary);
                int i = 0;
                while (block.times[i] < timeNs) {
                    i++;
                }
                return block.firstSeq + i;
            }
        }
        return lastSeq() + 1;
    }

    /**
     * One event.
     *
     * @throws IllegalArgumentException if the journal has no such event
     */
    public Event event(long seq) {
        return view(seq).toProto();
    }

    /**
     * Shows one event. Unlike those of a scan, the view stays at it. Cheap for events near those shown before.
     *
     * @throws IllegalArgumentException if the journal has no such event
     */
    public EventView view(long seq) {
        if (seq < 1 || seq > lastSeq()) {
            throw new IllegalArgumentException("no event " + seq + ": the journal has 1 to " + lastSeq());
        }
        EventBlock block = lookUp(summaries().get(chunkIndex(seq)));
        return new EventView().at(block, (int) (seq - block.firstSeq));
    }

    /** The last snapshot that is not after an event. */
    public Optional<StoredSnapshot> snapshotAtOrBefore(long seq) {
        AtomicReference<StoredSnapshot> found = new AtomicReference<>();
        try (Zstandard zstandard = new Zstandard()) {
            store.snapshotAtOrBefore(seq, (at, bytes) -> {
                found.set(snapshot(at, bytes, zstandard));
                return false;
            });
        } catch (StoreException e) {
            throw JournalFiles.failure("read", directory, e);
        }
        return Optional.ofNullable(found.get());
    }

    private StoredSnapshot snapshot(long seq, byte[] bytes, Zstandard zstandard) {
        try {
            return new StoredSnapshot(seq, zstandard.decompress(bytes, MAX_SNAPSHOT_BYTES));
        } catch (MalformedDataException e) {
            throw new DamagedJournalException("snapshot " + seq + ": " + e.getMessage() + " (" + directory + ")", e);
        }
    }

    /** Reads everything and compares it with everything else that is stored about it. Lists damage instead of throwing. */
    public VerifyReport verify() {
        return new JournalVerifier(store, run, chunks()).verify(end, listener);
    }

    RecordedRun recording() {
        int eventsPerChunk = identity().getEventsPerChunk();
        SchemaTables tables = EventSchema.current().tables();
        return new RecordedRun(
                summaries(), new StoredChunks(store, directory, eventsPerChunk, tables), eventsPerChunk, tables);
    }

    private EventBlock lookUp(ChunkSummary summary) {
        EventBlock block = lookedUp.get(summary.getFirstSeq());
        if (block == null) {
            // A new block each time: the one that is dropped may be shown by a scan that is under way.
            block = newBlock();
            chunks().load(summary, block);
            lookedUp.put(summary.getFirstSeq(), block);
            if (lookedUp.size() > LOOKED_UP_CHUNKS) {
                lookedUp.remove(lookedUp.keySet().iterator().next());
            }
        }
        return block;
    }

    private StoredChunks chunks() {
        if (chunks == null) {
            chunks = new StoredChunks(
                    store,
                    directory,
                    identity().getEventsPerChunk(),
                    EventSchema.current().tables());
        }
        return chunks;
    }

    private EventBlock newBlock() {
        return new EventBlock(identity().getEventsPerChunk());
    }

    private ChunkSummary lastSummary() {
        return summaries().get(summaries().size() - 1);
    }

    private int chunkIndex(long seq) {
        return (int) Math.min(Integer.MAX_VALUE, (seq - 1) / identity().getEventsPerChunk());
    }

    /** Lets go of the journal. */
    @Override
    public void close() {
        if (chunks != null) {
            chunks.close();
        }
        store.close();
    }
}
