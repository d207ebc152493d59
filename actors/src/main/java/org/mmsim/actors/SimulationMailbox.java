package org.mmsim.actors;

import com.typesafe.config.Config;
import java.util.ArrayDeque;
import java.util.Queue;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.dispatch.Envelope;
import org.apache.pekko.dispatch.MailboxType;
import org.apache.pekko.dispatch.MessageQueue;
import org.apache.pekko.dispatch.ProducesMessageQueue;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * The mailbox of a simulated actor. Only the simulation's thread sends to it and empties it, so it needs no
 * atomic operations, which in Pekko's own mailboxes cost more than all else that a delivery does. Named in
 * simulation.conf.
 */
public final class SimulationMailbox implements MailboxType, ProducesMessageQueue<SimulationMailbox.OneThread> {

    /** As Pekko makes it from the configuration. */
    public SimulationMailbox(ActorSystem.Settings settings, Config config) {}

    @Override
    public MessageQueue create(Option<ActorRef> owner, Option<ActorSystem> system) {
        return new OneThread();
    }

    /** The time queue lets go of a message when the last one has been dealt with, so there is room for one. */
    static final class OneThread implements MessageQueue {
        private @Nullable Envelope only;
        private final Queue<Envelope> more = new ArrayDeque<>(0);

        @Override
        public void enqueue(ActorRef receiver, Envelope envelope) {
            if (!(Thread.currentThread() instanceof SimulationThread)) {
                throw new IllegalStateException("a message to " + receiver + " from " + Thread.currentThread());
            }
            if (only == null) {
                only = envelope;
            } else {
                more.add(envelope);
            }
        }

        @Override
        public @Nullable Envelope dequeue() {
            Envelope first = only;
            only = more.isEmpty() ? null : more.remove();
            return first;
        }

        @Override
        public int numberOfMessages() {
            return only == null ? 0 : 1 + more.size();
        }

        @Override
        public boolean hasMessages() {
            return only != null;
        }

        @Override
        public void cleanUp(ActorRef owner, MessageQueue deadLetters) {
            for (Envelope left = dequeue(); left != null; left = dequeue()) {
                deadLetters.enqueue(owner, left);
            }
        }
    }
}
