package org.mmsim.storage;

import org.mmsim.protocol.RunEnd;

/** Compares the events that an interrupted run has stored, and stores those that it has not. */
final class ResumeTarget implements BlockTarget {

    private final RecordedRun recording;
    private final StoreTarget target;
    private final RunDigest digest;

    ResumeTarget(RecordedRun recording, StoreTarget target, RunDigest digest) {
        this.recording = recording;
        this.target = target;
        this.digest = digest;
    }

    @Override
    public void accept(EventBlock block) {
        int recorded = recording.compare(block);
        if (recorded == block.count) {
            digest.add(recording.bytes(), recording.length());
        } else if (recorded < block.count) {
            target.accept(block);
        }
        // Else the run was interrupted again before it came as far as the first time: the longer chunk stays.
    }

    @Override
    public void snapshot(long seq, byte[] state) {
        target.snapshot(seq, state);
    }

    @Override
    public String seal(long lastSeq) {
        if (lastSeq < recording.lastSeq()) {
            throw recording.shorter(lastSeq);
        }
        return target.seal(lastSeq);
    }

    @Override
    public void end(RunEnd end) {
        target.end(end);
    }

    @Override
    public void close() {
        recording.close();
        target.close();
    }
}
