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
        /** The database names a file that is not there. */
        FILE_MISSING,
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

    StoreException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    StoreException(RocksDBException cause) {
        this(kindOf(cause), kindOf(cause) == Kind.IO ? reason(oneLine(cause)) : oneLine(cause), cause);
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
            case IOError -> kindOfIoError(oneLine(cause));
            case Busy, Aborted, TimedOut, TryAgain, Expired, Incomplete, ShutdownInProgress, MergeInProgress -> Kind.IO;
            case NotFound, Corruption, NotSupported, InvalidArgument, Undefined -> Kind.DAMAGED;
        };
    }

    /** RocksDB has one status for all that the system refuses; only its text tells them apart. */
    private static Kind kindOfIoError(String text) {
        if (text.contains("lock hold by current process") || text.contains("While lock file")) {
            return Kind.IN_USE;
        }
        return text.contains("No such file or directory") ? Kind.FILE_MISSING : Kind.IO;
    }

    /** The system's own words. What RocksDB puts before them names its internal files. */
    private static String reason(String text) {
        return text.substring(text.lastIndexOf(": ") + 1).strip();
    }

    private static String oneLine(RocksDBException cause) {
        Status status = cause.getStatus();
        String state = status == null ? null : status.getState();
        String text = state == null || state.isBlank() ? String.valueOf(cause.getMessage()) : state;
        return text.strip().replaceAll("\\s+", " ");
    }
}
