package org.mmsim.storage;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.mmsim.protocol.ChunkSummary;
import org.mmsim.storage.rocks.JournalStore;
import org.mmsim.storage.rocks.StoreException;

/** Reads chunks back, and lets none pass that is not exactly what was written. Not thread-safe. */
final class StoredChunks implements AutoCloseable {

    private final JournalStore store;
    private final Path directory;
    private final ChunkDecoder decoder;
    private final RunDigest hash = new RunDigest();
    private final Zstandard zstandard = new Zstandard();
    private final ByteBuffer compressed;
    private final byte[] bytes;
    private int length;

    StoredChunks(JournalStore store, Path directory, int eventsPerChunk, SchemaTables tables) {
        this.store = store;
        this.directory = directory;
        this.decoder = new ChunkDecoder(eventsPerChunk, tables);
        this.bytes = new byte[ChunkLayout.maxBytes(eventsPerChunk)];
        this.compressed = ByteBuffer.allocateDirect(Zstandard.maxCompressedBytes(bytes.length));
    }

    /**
     * Reads the chunk of a summary into a block.
     *
     * @throws JournalException if it is missing or damaged
     */
    void load(ChunkSummary summary, EventBlock block) {
        try {
            fetch(summary.getFirstSeq());
            length = zstandard.decompress(compressed, bytes);
            if (!Arrays.equals(hash.ofChunk(bytes, length), summary.getSha256().toByteArray())) {
                throw new MalformedDataException("the SHA-256 is not that of the summary");
            }
            decoder.decode(bytes, length, block);
            requireAgreement(summary, block);
        } catch (MalformedDataException e) {
            throw new DamagedJournalException(
                    "chunk " + summary.getFirstSeq() + ": " + e.getMessage() + " (" + directory + ")", e);
        } catch (StoreException e) {
            throw JournalFiles.failure("read", directory, e);
        }
    }

    /** The bytes of the chunk that was loaded last, before compression. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    private void fetch(long firstSeq) throws StoreException, MalformedDataException {
        int size = store.chunk(firstSeq, compressed);
        if (size < 0) {
            throw new MalformedDataException("is missing");
        }
        if (size > compressed.capacity()) {
            throw new MalformedDataException("is too large");
        }
        compressed.position(0).limit(size);
    }

    private static void requireAgreement(ChunkSummary summary, EventBlock block) throws MalformedDataException {
        if (block.firstSeq != summary.getFirstSeq()
                || block.count != summary.getEvents()
                || block.times[0] != summary.getFirstTimeNs()
                || block.times[block.count - 1] != summary.getLastTimeNs()) {
            throw new MalformedDataException("the summary is not that of the chunk");
        }
    }

    @Override
    public void close() {
        zstandard.close();
    }
}
