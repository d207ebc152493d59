package org.mmsim.engine.snapshot;

/** Bytes that are no saved state. The message is one line. */
public final class SnapshotException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SnapshotException(String message) {
        super(message);
    }
}
