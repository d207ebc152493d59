package org.mmsim.engine.machine;

import java.util.ArrayDeque;
import java.util.Deque;
import org.mmsim.engine.snapshot.StateInput;
import org.mmsim.engine.snapshot.StateOutput;

/**
 * One lock: who holds it, and who waits, first come first served. Holders are CPUs for spin locks and
 * threads for locks that are slept for.
 */
public final class LockState {
    private int writer = -1;
    private int readers;
    private final Deque<Waiter> waiters = new ArrayDeque<>(0);

    /** Who waits, and for which kind of hold. */
    public record Waiter(int who, boolean reader) {}

    /** Holder for writing, or −1. Spin locks are held for writing. */
    public int writer() {
        return writer;
    }

    public int readers() {
        return readers;
    }

    public Deque<Waiter> waiters() {
        return waiters;
    }

    /** Whether it can be taken at once. Nobody overtakes a waiter. */
    public boolean free(boolean reader) {
        return writer < 0 && waiters.isEmpty() && (reader || readers == 0);
    }

    /** Whether somebody has asked for it: is in the queue, or has become its writer and may not know yet. */
    public boolean askedForBy(int who, boolean reader) {
        return writer == who || waiters.contains(new Waiter(who, reader));
    }

    void acquire(int who, boolean reader) {
        Waiter first = waiters.peekFirst();
        if (first != null && first.who() == who && first.reader() == reader) {
            waiters.removeFirst();
        }
        if (reader) {
            readers++;
        } else {
            writer = who;
        }
    }

    /** The first waiter goes on without the lock. */
    void leave(int who) {
        Waiter first = waiters.removeFirst();
        if (first.who() != who) {
            throw new IllegalStateException("somebody else is first in the queue");
        }
    }

    void release(boolean reader) {
        if (reader) {
            readers--;
        } else {
            writer = -1;
        }
    }

    boolean unused() {
        return writer < 0 && readers == 0 && waiters.isEmpty();
    }

    void save(StateOutput out) {
        out.signed(writer);
        out.signed(readers);
        out.unsigned(waiters.size());
        for (Waiter waiter : waiters) {
            out.signed(waiter.who());
            out.flag(waiter.reader());
        }
    }

    void restore(StateInput in) {
        writer = in.signedInt("holder of a lock");
        readers = in.signedInt("number of readers");
        for (int left = in.count("waiters"); left > 0; left--) {
            waiters.add(new Waiter(in.signedInt("waiter for a lock"), in.flag()));
        }
    }
}
