package org.mmsim.engine.cpu;

import org.jspecify.annotations.Nullable;

/** A thread (task_struct): where its kernel path is, and whether it can run. */
public final class Task {
    private final int thread;
    private final int process;
    final KernelStack stack = new KernelStack();
    State state = State.BLOCKED;
    /** A sleeping lock that was waited for has become the thread's. */
    boolean granted;
    /** Spin locks held. */
    int spinLocks;
    /** What is left of a step that an interrupt cut short. */
    long remainingNs;
    /** The event that the thread's next step follows from. */
    long cause;
    /** Whether its operation has begun and its end has not been reported. */
    boolean inOperation;

    private @Nullable Frame operation;
    private int error;

    /** Whether a thread can run. */
    enum State {
        /** On its CPU, or ready for it. */
        RUNNABLE,
        /** Waits for a wake-up. */
        BLOCKED,
        /** Is done for good. */
        EXITED
    }

    public Task(int thread, int process) {
        this.thread = thread;
        this.process = process;
    }

    public int thread() {
        return thread;
    }

    /** Number of the process, and of its mm. */
    public int process() {
        return process;
    }

    /** Gives the thread its next operation; a wake-up makes it start. */
    public void assign(Frame next) {
        operation = next;
        error = 0;
    }

    /** Ends the operation with an errno. */
    public void fail(int errno) {
        error = errno;
    }

    /** Whether the operation has ended with an errno. */
    public boolean failed() {
        return error != 0;
    }

    int error() {
        return error;
    }

    @Nullable
    Frame takeOperation() {
        Frame next = operation;
        operation = null;
        return next;
    }
}
