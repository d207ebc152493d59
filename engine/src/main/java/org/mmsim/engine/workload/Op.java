package org.mmsim.engine.workload;

import java.util.List;
import org.mmsim.protocol.Operation;
import org.mmsim.protocol.ThpControl;
import org.mmsim.protocol.WalkerClass;

/** One step of a thread's program. Ranges are resolved to addresses before a run starts. */
public sealed interface Op {

    /** Name of the metric that takes the operation's duration, or empty. */
    default String metric() {
        return "";
    }

    /**
     * mmap at a fixed address. Lengths are multiples of the base page.
     *
     * @param vmFlags of {@code VmFlags}; VM_SHARED without a file is shared anonymous memory
     * @param file number of a shared memory object or a device, 0 for none
     * @param pgoff first page of the file, if there is one
     * @param populate MAP_POPULATE
     * @param noReplace MAP_FIXED_NOREPLACE: what is mapped there already stays, and is an error; else it goes
     */
    record Map(
            long va,
            long length,
            long vmFlags,
            int file,
            long pgoff,
            boolean populate,
            boolean noReplace,
            String metric)
            implements Op {
        /** With MAP_FIXED. */
        public Map(long va, long length, long vmFlags, int file, long pgoff, boolean populate, String metric) {
            this(va, length, vmFlags, file, pgoff, populate, false, metric);
        }

        /** Anonymous memory, with MAP_FIXED and without MAP_POPULATE. */
        public Map(long va, long length, long vmFlags, String metric) {
            this(va, length, vmFlags, 0, 0, false, metric);
        }
    }

    /** memfd_create and ftruncate to so many pages; the number is the object's name in {@link Map}. */
    record CreateFile(int file, long pages) implements Op {}

    /**
     * One access every {@code stride} bytes of the range.
     *
     * @param content what a write leaves in each page, 1 to 65535; 0 for a number of the run's own
     * @param survivesSignals whether the thread goes on behind an access that fails
     */
    record Touch(long va, long length, long stride, boolean write, int content, boolean survivesSignals, String metric)
            implements Op {}

    record Unmap(long va, long length, String metric) implements Op {}

    /**
     * A lockless walk to one address of the range: the next one, or one drawn from the seed.
     *
     * @param holdNs time between the walk and the use of its result
     */
    record Walk(long va, long length, long stride, boolean random, WalkerClass walker, long holdNs, String metric)
            implements Op {}

    /** Computes without touching memory the model knows. */
    record Compute(long ns, String metric) implements Op {}

    record Sleep(long ns, String metric) implements Op {}

    /** Waits until all {@code parties} threads that name the barrier are there. */
    record Barrier(int barrier, int parties, String metric) implements Op {}

    /** Sets a flag that {@link Repeat} can wait for. */
    record Signal(int flag) implements Op {}

    /** Runs the body {@code times} times, or until {@code flag} is set if times is −1. */
    record Repeat(long times, int flag, List<Op> body) implements Op {}

    /** Makes a process of the workload, as a copy of this one. */
    record Fork(int process, String metric) implements Op {}

    /** madvise on a range; {@code advice} has the name that the system call gives it, in lower case. */
    record Madvise(long va, long length, Advice advice, String metric) implements Op {}

    /** mprotect of a range to VM_READ, VM_WRITE, VM_EXEC of {@code vmFlags}. */
    record Protect(long va, long length, long vmFlags, String metric) implements Op {}

    /**
     * mremap with MREMAP_MAYMOVE and MREMAP_FIXED.
     *
     * @param keep MREMAP_DONTUNMAP
     */
    record Remap(long va, long length, long to, long newLength, boolean keep, String metric) implements Op {}

    /**
     * mlock2 of a range.
     *
     * @param onFault MLOCK_ONFAULT
     */
    record Lock(long va, long length, boolean onFault, String metric) implements Op {}

    /**
     * mlockall with MCL_CURRENT.
     *
     * @param onFault MCL_ONFAULT
     */
    record LockAll(boolean onFault, String metric) implements Op {}

    record Unlock(long va, long length, String metric) implements Op {}

    /**
     * Takes references on the pages of a range and keeps them under a number.
     *
     * @param pin FOLL_PIN with FOLL_LONGTERM, what drivers do; else FOLL_GET for reading, what vmsplice does
     * @param write whether a pin is for writing, what io_uring does with registered buffers
     */
    record Pin(int handle, long va, long length, boolean pin, boolean write, String metric) implements Op {
        /** A pin for writing, or references for reading. */
        public Pin(int handle, long va, long length, boolean pin, String metric) {
            this(handle, va, length, pin, pin, metric);
        }
    }

    /** Drops what a {@link Pin} of the same number took. */
    record Unpin(int handle, String metric) implements Op {}

    /** mincore of a range. */
    record Mincore(long va, long length, String metric) implements Op {}

    /** Writes a file of /sys/kernel/mm/transparent_hugepage. */
    record SetThp(ThpControl control, int order, int value) implements Op {}

    /** lru_add_drain_all. */
    record Drain() implements Op {}

    /** Runs the shrinker of the deferred split queue over all of it. */
    record Shrink() implements Op {}

    /**
     * A device's driver takes the memory back that it has given to processes.
     *
     * @param device number of the device's file
     */
    record Revoke(int device, String metric) implements Op {}

    /** Waits until it is this turn; turns are counted from 0 over all threads of the run. */
    record AwaitTurn(int turn) implements Op {}

    /** Lets the next turn begin. */
    record PassTurn() implements Op {}

    /**
     * Ends the thread.
     *
     * @param passesTurn whether the next turn begins once nothing of the process is left
     */
    record Exit(boolean passesTurn) implements Op {}

    /** An operation that scenarios may hold but the engine does not know yet; counted, never dropped silently. */
    record Unsupported(Operation operation, long va, long length) implements Op {}
}
