package org.mmsim.storage;

import org.mmsim.protocol.RunEnd;

/** Compares events with recorded ones and keeps nothing. */
final class ReplayTarget implements BlockTarget {

    private final RecordedRun recording;
    private final boolean complete;
    private final DigestTarget digest;

    ReplayTarget(RecordedRun recording, boolean complete, DigestTarget digest) {
        this.recording = recording;
        this.complete = complete;
        this.digest = digest;
    }

    @Override
    public void accept(EventBlock block) {
        int recorded = recording.compare(block);
        if (recorded < block.count && complete) {
            throw recording.longer(block, recorded);
        }
        if (recorded == block.count) {
            digest.add(recording.bytes(), recording.length());
        } else {
            digest.accept(block);
        }
    }

    @Override
    public void snapshot(long seq, byte[] state) {
        throw new IllegalStateException("a replay keeps no snapshots");
    }

    @Override
    public String seal(long lastSeq) {
        if (lastSeq < recording.lastSeq()) {
            throw recording.shorter(lastSeq);
        }
        return digest.seal(lastSeq);
    }

    @Override
    public void end(RunEnd end) {
        // The recording has its own end marker.
    }

    @Override
    public void close() {
        recording.close();
    }
}
