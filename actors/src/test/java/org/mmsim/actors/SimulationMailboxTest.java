package org.mmsim.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.dispatch.Envelope;
import org.apache.pekko.dispatch.MessageQueue;
import org.junit.jupiter.api.Test;

class SimulationMailboxTest {
    private final MessageQueue mailbox = new SimulationMailbox.OneThread();

    @Test
    void messagesComeInTheOrderOfSendingHoweverManyWait() throws Exception {
        List<Object> received = onSimulationThread(() -> {
            List<Object> messages = new ArrayList<>();
            for (int waiting = 0; waiting < 4; waiting++) {
                for (int i = 0; i < waiting; i++) {
                    mailbox.enqueue(ActorRef.noSender(), new Envelope(waiting * 10 + i, ActorRef.noSender()));
                }
                messages.add(mailbox.numberOfMessages());
                while (mailbox.hasMessages()) {
                    messages.add(mailbox.dequeue().message());
                }
                messages.add(mailbox.dequeue());
            }
            return messages;
        });
        assertThat(received).containsExactly(0, null, 1, 10, null, 2, 20, 21, null, 3, 30, 31, 32, null);
    }

    @Test
    void aMessageFromAnotherThreadIsRefused() {
        Envelope message = new Envelope("hello", ActorRef.noSender());
        assertThatThrownBy(() -> mailbox.enqueue(ActorRef.noSender(), message))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a message to null from");
    }

    private interface Work<T> {
        T get();
    }

    private static <T> T onSimulationThread(Work<T> work) throws Exception {
        SimulationThread thread = new SimulationThread("test");
        CompletableFuture<T> result = new CompletableFuture<>();
        thread.start();
        thread.execute(() -> {
            try {
                result.complete(work.get());
            } catch (RuntimeException | Error failure) {
                result.completeExceptionally(failure);
            }
        });
        try {
            return result.get(1, TimeUnit.MINUTES);
        } finally {
            thread.shutdown();
            thread.join();
        }
    }
}
