package org.mmsim.storage;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.mmsim.protocol.ChunkSummary;
import org.mmsim.protocol.RunEnd;
import org.mmsim.storage.rocks.JournalStore;
import org.mmsim.storage.rocks.StoreException;

/** Encodes, compresses and stores blocks. */
final class StoreTarget implements BlockTarget {

    private final JournalStore store;
    private final Path directory;
    private final ChunkEncoder encoder;
    private final TypeGroups groups;
    private final ChunkSummarizer summarizer;
    private final RunDigest digest;
    private final Zstandard zstandard = new Zstandard();
    private final ByteBuffer bytes;
    private final ByteBuffer compressed;

    StoreTarget(JournalStore store, Path directory, int eventsPerChunk, SchemaTables tables, RunDigest digest) {
        this.store = store;
        this.directory = directory;
        this.digest = digest;
        encoder = new ChunkEncoder(eventsPerChunk, tables);
        groups = new TypeGroups(eventsPerChunk);
        summarizer = new ChunkSummarizer(tables);
        bytes = ByteBuffer.allocateDirect(ChunkLayout.maxBytes(eventsPerChunk));
        compressed = ByteBuffer.allocateDirect(Zstandard.maxCompressedBytes(bytes.capacity()));
    }

    @Override
    public void accept(EventBlock block) {
        groups.group(block.types, block.count);
        int length = encoder.encode(block, groups);
        byte[] sha256 = digest.add(encoder.bytes(), length);
        ChunkSummary summary = summarizer.summarize(block, groups, sha256);
        bytes.clear().put(encoder.bytes(), 0, length).flip();
        zstandard.compress(bytes, compressed);
        try {
            store.putChunk(block.firstSeq, compressed, summary.toByteArray());
        } catch (StoreException e) {
            throw JournalFiles.failure("write", directory, e);
        }
    }

    @Override
    public void snapshot(long seq, byte[] state) {
        try {
            if (!store.hasSnapshot(seq)) {
                store.putSnapshot(seq, zstandard.compress(state));
            }
        } catch (StoreException e) {
            throw JournalFiles.failure("write", directory, e);
        }
    }

    @Override
    public String seal(long lastSeq) {
        return digest.finish();
    }

    @Override
    public void end(RunEnd end) {
        try {
            store.putEnd(end.toByteArray());
        } catch (StoreException e) {
            throw JournalFiles.failure("write", directory, e);
        }
        CompletionMark.write(directory, end);
    }

    @Override
    public void close() {
        zstandard.close();
        store.close();
    }
}
