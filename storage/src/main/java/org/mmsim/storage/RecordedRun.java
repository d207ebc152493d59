package org.mmsim.storage;

import java.util.List;
import org.mmsim.protocol.ChunkSummary;
import org.mmsim.protocol.Event;

/** The stored events that a repeated run must produce again. */
final class RecordedRun implements AutoCloseable {

    private final List<ChunkSummary> summaries;
    private final StoredChunks chunks;
    private final int[] fieldCounts;
    private final int eventsPerChunk;
    private final EventBlock recorded;

    RecordedRun(List<ChunkSummary> summaries, StoredChunks chunks, int eventsPerChunk, SchemaTables tables) {
        this.summaries = summaries;
        this.chunks = chunks;
        this.eventsPerChunk = eventsPerChunk;
        fieldCounts = tables.fieldCounts();
        recorded = new EventBlock(eventsPerChunk);
    }

    /** The last event, 0 if there is none. */
    long lastSeq() {
        return summaries.isEmpty() ? 0 : Summaries.lastSeq(summaries.get(summaries.size() - 1));
    }

    /**
     * Compares a block with what was recorded, as far as both go.
     *
     * @return how many events of the block were recorded
     * @throws DivergenceException at the first difference
     */
    int compare(EventBlock block) {
        if (block.firstSeq > lastSeq()) {
            return 0;
        }
        chunks.load(summaryOf(block.firstSeq), recorded);
        int common = Math.min(recorded.count, block.count);
        int index = EventBlock.mismatch(recorded, block, common, fieldCounts);
        if (index >= 0) {
            throw new DivergenceException(block.firstSeq + index, event(recorded, index), event(block, index));
        }
        return recorded.count;
    }

    /** Complains that the repeated run went on after the end of the recorded one. */
    DivergenceException longer(EventBlock block, int index) {
        return new DivergenceException(block.firstSeq + index, null, event(block, index));
    }

    /** Complains that the repeated run ended before the recorded one. */
    DivergenceException shorter(long lastSeq) {
        ChunkSummary summary = summaryOf(lastSeq + 1);
        chunks.load(summary, recorded);
        return new DivergenceException(lastSeq + 1, event(recorded, (int) (lastSeq + 1 - summary.getFirstSeq())), null);
    }

    /** The chunk that {@link #compare} read, before compression. */
    byte[] bytes() {
        return chunks.bytes();
    }

    int length() {
        return chunks.length();
    }

    private ChunkSummary summaryOf(long seq) {
        return summaries.get((int) ((seq - 1) / eventsPerChunk));
    }

    private static Event event(EventBlock block, int index) {
        return new EventView().at(block, index).toProto();
    }

    @Override
    public void close() {
        chunks.close();
    }
}
