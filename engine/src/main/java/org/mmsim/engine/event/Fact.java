package org.mmsim.engine.event;

/**
 * The event at hand, reused from one event to the next: listeners must not keep it. {@code type} is
 * the field number in the oneof of {@code Event}; a to d are the event's fields in order.
 */
public final class Fact {
    public long seq;
    public long timeNs;
    public int type;
    public int actor;
    public long cause;
    public long a;
    public long b;
    public long c;
    public long d;

    /** Sets everything at once. */
    public void set(long seq, long timeNs, int type, int actor, long cause, long a, long b, long c, long d) {
        this.seq = seq;
        this.timeNs = timeNs;
        this.type = type;
        this.actor = actor;
        this.cause = cause;
        this.a = a;
        this.b = b;
        this.c = c;
        this.d = d;
    }

    /** Number of the CPU, TLB or process that the event happened to. */
    public int actorIndex() {
        return ActorIds.index(actor);
    }
}
