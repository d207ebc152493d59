package org.mmsim.engine.machine;

import org.mmsim.protocol.LockKind;

/** What the kinds of locks have in common: readers and writers of one lock, and who sleeps for it. */
public final class LockKinds {
    private LockKinds() {}

    /** Whether others may hold the lock at the same time. */
    public static boolean reader(LockKind kind) {
        return kind == LockKind.LOCK_MMAP_READ
                || kind == LockKind.LOCK_VMA_READ
                || kind == LockKind.LOCK_FOLIO_WAIT
                || kind == LockKind.LOCK_I_MMAP_READ;
    }

    /** Whether a thread sleeps for it, rather than a CPU spinning. */
    public static boolean sleeping(LockKind kind) {
        return switch (kind) {
            case LOCK_MMAP_READ, LOCK_MMAP_WRITE, LOCK_VMA_READ, LOCK_VMA_WRITE -> true;
            case LOCK_FOLIO, LOCK_FOLIO_WAIT, LOCK_ANON_VMA_WRITE -> true;
            case LOCK_I_MMAP_READ, LOCK_I_MMAP_WRITE -> true;
            case LOCK_PMD, LOCK_PTE -> false;
            case LOCK_NONE, UNRECOGNIZED -> throw new IllegalArgumentException("no lock: " + kind);
        };
    }

    /** The kind in which a reader, or a writer, holds the same lock. */
    public static LockKind of(LockKind kind, boolean reader) {
        return switch (kind) {
            case LOCK_MMAP_READ, LOCK_MMAP_WRITE -> reader ? LockKind.LOCK_MMAP_READ : LockKind.LOCK_MMAP_WRITE;
            case LOCK_VMA_READ, LOCK_VMA_WRITE -> reader ? LockKind.LOCK_VMA_READ : LockKind.LOCK_VMA_WRITE;
            case LOCK_FOLIO, LOCK_FOLIO_WAIT -> reader ? LockKind.LOCK_FOLIO_WAIT : LockKind.LOCK_FOLIO;
            case LOCK_I_MMAP_READ, LOCK_I_MMAP_WRITE -> reader ? LockKind.LOCK_I_MMAP_READ : LockKind.LOCK_I_MMAP_WRITE;
            default -> kind;
        };
    }
}
