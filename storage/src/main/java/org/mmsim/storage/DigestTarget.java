package org.mmsim.storage;

import org.mmsim.protocol.RunEnd;

/** Keeps nothing but the digest. */
final class DigestTarget implements BlockTarget {

    private final ChunkEncoder encoder;
    private final TypeGroups groups;
    private final RunDigest digest = new RunDigest();

    DigestTarget(int eventsPerChunk, SchemaTables tables) {
        encoder = new ChunkEncoder(eventsPerChunk, tables);
        groups = new TypeGroups(eventsPerChunk);
    }

    @Override
    public void accept(EventBlock block) {
        groups.group(block.types, block.count);
        int length = encoder.encode(block, groups);
        digest.add(encoder.bytes(), length);
    }

    /** Adds a chunk that is already encoded. */
    void add(byte[] bytes, int length) {
        digest.add(bytes, length);
    }

    @Override
    public void snapshot(long seq, byte[] state) {
        throw new IllegalStateException("a run without a journal keeps no snapshots");
    }

    @Override
    public String seal(long lastSeq) {
        return digest.finish();
    }

    @Override
    public void end(RunEnd end) {
        // Nothing is stored, so nothing is marked as complete.
    }

    @Override
    public void close() {
        // Holds nothing that needs closing.
    }
}
