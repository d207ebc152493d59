package org.mmsim.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeQueueTest {
    private static ActorTestKit kit;
    private static ActorRef<Envelope<Integer>> anyone;

    private TimeQueue queue = new TimeQueue();

    @BeforeAll
    static void startActors() {
        kit = ActorTestKit.create();
        anyone = kit.<Envelope<Integer>>createTestProbe().ref();
    }

    @AfterAll
    static void stopActors() {
        kit.shutdownTestKit();
    }

    @BeforeEach
    void emptyQueue() {
        queue = new TimeQueue();
    }

    private record Waiting(long timeNs, int number, int handle) {}

    /** Delays of every magnitude, so that every wheel is used, and many that are equal. */
    private static long delay(Random random) {
        return random.nextInt(4) == 0 ? random.nextInt(3) : random.nextLong() >>> 20 + random.nextInt(43);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void messagesComeByTimeAndThenInTheOrderOfSending(int seed) {
        Random random = new Random(seed);
        PriorityQueue<Waiting> expected =
                new PriorityQueue<>(Comparator.comparingLong(Waiting::timeNs).thenComparingInt(Waiting::number));
        long nowNs = 0;
        for (int number = 0; number < 200_000; number++) {
            boolean growing = number / 1000 % 2 == 0;
            if (random.nextInt(3) < (growing ? 2 : 1)) {
                long timeNs = nowNs + delay(random);
                expected.add(new Waiting(timeNs, number, queue.add(timeNs, number, anyone, number)));
            } else {
                if (random.nextBoolean()) {
                    assertThat(queue.earliestNs()).isEqualTo(earliest(expected));
                }
                Envelope<?> taken = queue.take();
                assertSame(taken, expected.poll());
                nowNs = taken == null ? nowNs : taken.timeNs;
            }
        }
        while (!expected.isEmpty()) {
            assertSame(queue.take(), expected.poll());
        }
        assertThat(queue.take()).isNull();
    }

    private static long earliest(PriorityQueue<Waiting> expected) {
        Waiting first = expected.peek();
        return first == null ? Long.MAX_VALUE : first.timeNs();
    }

    private static void assertSame(@Nullable Envelope<?> taken, @Nullable Waiting expected) {
        if (taken == null || expected == null) {
            assertThat(taken).isNull();
            assertThat(expected).isNull();
            return;
        }
        assertThat(taken.timeNs).isEqualTo(expected.timeNs());
        assertThat(taken.message()).isEqualTo(expected.number());
        assertThat(taken.cause()).isEqualTo(expected.number());
    }

    @Test
    void timesMayBeAsFarApartAsTheyLike() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            TimeQueue far = new TimeQueue();
            List<Waiting> added = new ArrayList<>();
            for (int number = 0; number < 100; number++) {
                long timeNs = random.nextLong() >>> 2 + random.nextInt(61);
                added.add(new Waiting(timeNs, number, far.add(timeNs, number, anyone, number)));
            }
            added.sort(Comparator.comparingLong(Waiting::timeNs));
            for (Waiting waiting : added) {
                assertThat(far.earliestNs()).as("seed %d", seed).isEqualTo(waiting.timeNs());
                assertSame(far.take(), waiting);
            }
            assertThat(far.take()).as("seed %d", seed).isNull();
        }
    }

    @Test
    void aCancelledMessageNeverComesAndTheOthersAllDo() {
        Random random = new Random(1);
        List<Waiting> added = new ArrayList<>();
        for (int number = 0; number < 10_000; number++) {
            long timeNs = delay(random) >>> 10;
            added.add(new Waiting(timeNs, number, queue.add(timeNs, 0, anyone, number)));
        }
        List<Waiting> kept = new ArrayList<>();
        for (Waiting waiting : added) {
            if (random.nextBoolean()) {
                queue.cancel(waiting.handle());
            } else {
                kept.add(waiting);
            }
        }
        kept.sort(Comparator.comparingLong(Waiting::timeNs));
        for (Waiting waiting : kept) {
            assertThat(queue.take().message()).isEqualTo(waiting.number());
        }
        assertThat(queue.take()).isNull();
    }

    @Test
    void whatWasTakenStaysAsItIsUntilTheNextIsTaken() {
        queue.add(1, 0, anyone, 1);
        Envelope<?> taken = queue.take();
        queue.add(2, 0, anyone, 2);
        assertThat(taken.message()).isEqualTo(1);
        assertThat(queue.take().message()).isEqualTo(2);
        assertThatThrownBy(taken::message).hasMessage("an empty envelope");
    }

    @Test
    void aMessageForThePastIsRefused() {
        queue.add(5_000, 0, anyone, 1);
        queue.take();
        assertThatThrownBy(() -> queue.add(4_999, 0, anyone, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("message for 4999 ns after 5000 ns");
    }
}
