package org.mmsim.storage.rocks;

import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** A database operation that failed. The message is one line without the path of the database. */
public final class StoreException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What went wrong, as far as callers care. */
    public enum Kind {
        /** Another writer has the database open. */
        IN_USE,
        /** What the files hold is not what was written to them. */
        DAMAGED,
        /** The system refused to read or write. */
        IO
    }

    private final Kind kind;

    StoreException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    StoreException(RocksDBException cause) {
        super(oneLine(cause), cause);
        this.kind = kindOf(cause);
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }

    private static Kind kindOf(RocksDBException cause) {
        Status status = cause.getStatus();
        if (status == null) {
            return Kind.DAMAGED;
        }
        return switch (status.getCode()) {
            case Ok -> Kind.DAMAGED;
            case IOError -> {
                String text = oneLine(cause);
                yield text.contains("lock hold by current process") || text.contains("While lock file")
                        ? Kind.IN_USE
                        : text.contains("No such file or directory") ? Kind.DAMAGED : Kind.IO;
            }
            case Busy, Aborted, TimedOut, TryAgain, Expired, Incomplete, ShutdownInProgress, MergeInProgress -> Kind.IO;
            case NotFound, Corruption, NotSupported, InvalidArgument, Undefined -> Kind.DAMAGED;
        };
    }

    private static String oneLine(RocksDBException cause) {
        Status status = cause.getStatus();
        String state = status == null ? null : status.getState();
        String text = state == null || state.isBlank() ? String.valueOf(cause.getMessage()) : state;
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
