package org.mmsim.actors;

import com.typesafe.config.ConfigFactory;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Pekko without mmsim: two typed actors that tell each other a number, on Pekko's own dispatcher. */
public final class RawTell {
    private RawTell() {}

    /**
     * Messages per second of real time between the two.
     *
     * @param messages how many to send
     * @param nanoTime the clock to measure with, since nothing in this package reads one of its own
     */
    public static double messagesPerSecond(long messages, LongSupplier nanoTime) {
        CompletableFuture<Long> done = new CompletableFuture<>();
        long start = nanoTime.getAsLong();
        ActorSystem<Void> system = ActorSystem.create(
                Behaviors.<Void>setup(context -> {
                    ActorRef<Ball> pong = context.spawn(player(done, nanoTime), "pong");
                    ActorRef<Ball> ping = context.spawn(player(done, nanoTime), "ping");
                    ping.tell(new Ball(messages, pong, ping));
                    return Behaviors.empty();
                }),
                "raw",
                ConfigFactory.parseResources(RawTell.class.getClassLoader(), "simulation.conf")
                        .withFallback(ConfigFactory.load()));
        try {
            return messages * 1e9 / (done.join() - start);
        } finally {
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().join();
        }
    }

    private record Ball(long left, ActorRef<Ball> next, ActorRef<Ball> after) {}

    private static Behavior<Ball> player(CompletableFuture<Long> done, LongSupplier nanoTime) {
        return Behaviors.receiveMessage(ball -> {
            if (ball.left == 0) {
                done.complete(nanoTime.getAsLong());
            } else {
                ball.next.tell(new Ball(ball.left - 1, /* next= */ ball.after, /* after= */ ball.next));
            }
            return Behaviors.same();
        });
    }
}
