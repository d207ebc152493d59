package org.mmsim.engine.workload;

import java.util.List;
import org.mmsim.protocol.Operation;
import org.mmsim.protocol.WalkerClass;

/** One step of a thread's program. Ranges are resolved to addresses before a run starts. */
public sealed interface Op {

    /** Name of the metric that takes the operation's duration, or empty. */
    default String metric() {
        return "";
    }

    /** mmap of private anonymous memory at a fixed address. Lengths are multiples of the base page. */
    record Map(long va, long length, boolean write, boolean huge, String metric) implements Op {}

    /** One access every {@code stride} bytes of the range. */
    record Touch(long va, long length, long stride, boolean write, String metric) implements Op {}

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

    /** Ends the thread. */
    record Exit() implements Op {}

    /** An operation that scenarios may hold but the engine does not know yet; counted, never dropped silently. */
    record Unsupported(Operation operation, long va, long length) implements Op {}
}
