package org.mmsim.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mmsim.protocol.ChunkSummary;
import org.mmsim.protocol.RunEnd;
import org.mmsim.storage.rocks.JournalStore;
import org.mmsim.storage.rocks.StoreException;

/** Reads a whole journal and lists what is wrong with it, going on after each problem as far as that makes sense. */
final class JournalVerifier {

    private final JournalStore store;
    private final StoredRun run;
    private final StoredChunks chunks;
    private final EventBlock block;
    private final TypeGroups groups;
    private final ChunkSummarizer summarizer =
            new ChunkSummarizer(EventSchema.current().tables());
    private final RunDigest digest = new RunDigest();
    private final List<String> problems = new ArrayList<>();
    private final TreeSet<Long> keys = new TreeSet<>();
    private final List<ChunkSummary> summaries = new ArrayList<>();
    private long soundEvents;
    private long soundChunks;

    JournalVerifier(JournalStore store, StoredRun run, StoredChunks chunks) {
        this.store = store;
        this.run = run;
        this.chunks = chunks;
        this.block = new EventBlock(run.identity().getEventsPerChunk());
        this.groups = new TypeGroups(run.identity().getEventsPerChunk());
    }

    VerifyReport verify(Optional<RunEnd> end, Consumer<ChunkSummary> listener) {
        check(this::readSummaries);
        for (ChunkSummary summary : summaries) {
            listener.accept(summary);
            check(() -> readChunk(summary));
        }
        check(this::findChunksWithoutSummary);
        check(this::readSnapshots);
        end.ifPresent(this::checkEnd);
        return new VerifyReport(soundEvents, soundChunks, end.isPresent(), problems);
    }

    private interface Step {
        void run() throws StoreException;
    }

    private void check(Step step) {
        try {
            step.run();
        } catch (JournalException | StoreException e) {
            problems.add(e.getMessage());
        }
    }

    private void readSummaries() throws StoreException {
        store.forEachSummary((key, bytes) -> {
            keys.add(key);
            check(() -> {
                @Nullable ChunkSummary before = summaries.isEmpty() ? null : summaries.get(summaries.size() - 1);
                summaries.add(run.readSummary(key, bytes, before));
            });
            return true;
        });
    }

    private void readChunk(ChunkSummary summary) {
        chunks.load(summary, block);
        digest.add(chunks.bytes(), chunks.length());
        soundEvents += block.count;
        soundChunks++;
        groups.group(block.types, block.count);
        if (!summarizer
                .summarize(block, groups, summary.getSha256().toByteArray())
                .equals(summary)) {
            problems.add("the summary of chunk " + summary.getFirstSeq() + " does not say what the chunk holds");
        }
    }

    private void findChunksWithoutSummary() throws StoreException {
        store.forEachChunkKey(key -> {
            if (!keys.contains(key)) {
                problems.add("chunk " + key + " has no summary");
            }
        });
    }

    private void readSnapshots() throws StoreException {
        long lastSeq = summaries.isEmpty() ? 0 : Summaries.lastSeq(summaries.get(summaries.size() - 1));
        try (Zstandard zstandard = new Zstandard()) {
            store.forEachSnapshot((seq, bytes) -> {
                if (seq > lastSeq) {
                    problems.add("snapshot " + seq + " is of no stored event");
                }
                try {
                    zstandard.decompress(bytes, JournalReader.MAX_SNAPSHOT_BYTES);
                } catch (MalformedDataException e) {
                    problems.add("snapshot " + seq + ": " + e.getMessage());
                }
                return true;
            });
        }
    }

    private void checkEnd(RunEnd end) {
        if (end.getEvents() != soundEvents) {
            problems.add(String.format(
                    Locale.ROOT, "the end marker counts %d events, the chunks hold %d", end.getEvents(), soundEvents));
        }
        String found = digest.finish();
        if (!end.getDigest().equals(found)) {
            problems.add(String.format(
                    Locale.ROOT, "the end marker has the digest %s, the chunks have %s", end.getDigest(), found));
        }
    }
}
