package org.mmsim.storage;

import org.jspecify.annotations.Nullable;

/** A journal that cannot be opened, read or written. The message is one line for the user. */
public class JournalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** An error that was found in what the journal holds. */
    public JournalException(String message) {
        super(message);
    }

    /** An error that was reported by the system or a library. */
    public JournalException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
