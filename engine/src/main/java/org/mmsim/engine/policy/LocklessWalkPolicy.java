package org.mmsim.engine.policy;

import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.mm.Mm;

/**
 * How lockless page-table walks and changes of huge entries keep out of each other's way on powerpc.
 * The thread "count-based method for tracking lockless pagetable walks" argues about the choices; each
 * run has an instance of its own.
 */
public interface LocklessWalkPolicy {

    /** What a walker does before it reads the table, or null. */
    @Nullable
    Frame beginWalk(Cpu cpu, Mm mm);

    /** What a walker does after the last use of what it found, or null. */
    @Nullable
    Frame endWalk(Cpu cpu, Mm mm);

    /** What follows the clearing of a huge entry, under its lock, or null. */
    @Nullable
    Frame serialize(Cpu cpu, Mm mm, long va);

    /**
     * Whether the walker keeps a pointer to the entry and reads it again later, as __find_linux_pte's
     * users did, rather than the value it read once.
     */
    boolean returnsPointer();

    /** Whether the entry's translation is flushed as soon as it is cleared (pmdp_huge_get_and_clear_full). */
    boolean flushesAtOnce();

    /** Whether the clearing store may still be in the store buffer when the next step reads. */
    boolean clearMayBeBuffered();
}
