package org.mmsim.storage;

import org.jspecify.annotations.Nullable;

/** A journal whose bytes are not those that were written. */
public final class DamagedJournalException extends JournalException {

    private static final long serialVersionUID = 1L;

    /**
     * @param what is wrong, and where
     * @param cause null if there is none
     */
    public DamagedJournalException(String what, @Nullable Throwable cause) {
        super("journal is damaged: " + what, cause);
    }
}
