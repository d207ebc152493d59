package org.mmsim.engine.event;

/** Virtual time of one run, in nanoseconds, and the event that the present instant follows from. */
public final class Clock {
    private long nowNs;
    private long cause;

    public long nowNs() {
        return nowNs;
    }

    /** Number of the event that led to what happens now; 0 at the beginning of a run. */
    public long cause() {
        return cause;
    }

    /** Moves on to the delivery of a message that {@code cause} brought about. Time never goes back. */
    public void deliver(long timeNs, long cause) {
        if (timeNs < nowNs) {
            throw new IllegalStateException("time goes back from " + nowNs + " to " + timeNs + " ns");
        }
        nowNs = timeNs;
        this.cause = cause;
    }

    /** What happens from here on follows from {@code event}. */
    public void follow(long event) {
        cause = event;
    }
}
