package org.mmsim.engine.cpu;

import org.mmsim.protocol.InvalidationScope;

/**
 * How the machine's parts reach each other and the future. Every call but {@link #advanceTo} and
 * {@link #cancel} makes a message that arrives {@code delayNs} from now, caused by the present cause.
 */
public interface Ports {

    void ipi(int sender, int target, long delayNs);

    /** The target has unlocked the sender's csd. */
    void csdUnlocked(int target, int sender, long delayNs);

    /**
     * Continues a CPU's kernel path.
     *
     * @return what {@link #cancel} takes
     */
    long resume(int cpu, long delayNs);

    /** Takes back a {@link #resume} that has not arrived. */
    void cancel(long handle);

    /** Makes a thread runnable. */
    void wake(int cpu, int thread, long delayNs);

    /** A spin lock that the CPU waits for has become its own. */
    void lockGranted(int cpu, long delayNs);

    /** Makes the CPU's buffered stores visible. */
    void drainStores(int cpu, long delayNs);

    void invalidate(int initiator, int tlb, InvalidationScope scope, int mm, long va, long length, long delayNs);

    void invalidationDone(int tlb, int initiator, long delayNs);

    /** Tells a thread's process that its operation is done. */
    void operationDone(int process, int thread, int error);

    /** A process that fork has made begins to run. */
    void startProcess(int process, long delayNs);

    /**
     * Moves the clock on if nothing else happens before or at that time, so that a CPU can go on without
     * a message to itself.
     *
     * @return whether the clock has been moved
     */
    boolean advanceTo(long timeNs);
}
