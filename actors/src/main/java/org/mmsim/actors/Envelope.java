package org.mmsim.actors;

import java.util.Objects;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way through virtual time; this is what actors are told. Its {@link TimeQueue} uses it
 * again once the message has been dealt with, so nobody else may keep it.
 *
 * <p>It implements no interface on purpose. Pekko asks of everything that is told whether it is one of its
 * own kinds of message. To say no, a JVM before 23 goes through all interfaces of the class, of which those
 * that protobuf generates have many; that took a fifth of the time of a delivery.
 */
final class Envelope<M> {
    /** Number that the queue knows it by. */
    final int handle;

    /** Time of arrival. */
    long timeNs;

    private long cause;
    private @Nullable ActorRef<Envelope<M>> to;
    private @Nullable M message;

    /** The next one in a queue that ends where it begins. */
    Envelope<?> next = this;

    Envelope(int handle) {
        this.handle = handle;
    }

    void fill(long newTimeNs, long newCause, ActorRef<Envelope<M>> newTo, M newMessage) {
        timeNs = newTimeNs;
        cause = newCause;
        to = newTo;
        message = newMessage;
    }

    void empty() {
        to = null;
        message = null;
    }

    boolean isEmpty() {
        return to == null;
    }

    /** The event that the message follows from. */
    long cause() {
        return cause;
    }

    M message() {
        return Objects.requireNonNull(message, "an empty envelope");
    }

    /** Puts it in the mailbox of the actor that it is for. */
    void tell() {
        Objects.requireNonNull(to, "an empty envelope").tell(this);
    }
}
