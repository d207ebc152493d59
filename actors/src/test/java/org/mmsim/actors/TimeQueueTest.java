package org.mmsim.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;

class TimeQueueTest {
    private final TimeQueue queue = new TimeQueue();
    private final TestInbox<String> inbox = TestInbox.create();

    private record Waiting(long timeNs, long number, int handle) {}

    private int add(long timeNs, String message) {
        return queue.add(timeNs, 0, inbox.getRef(), message);
    }

    private List<String> takeAll() {
        List<String> taken = new ArrayList<>();
        while (queue.take()) {
            queue.tellTaken();
            taken.add(inbox.receiveMessage() + " at " + queue.takenTimeNs());
        }
        return taken;
    }

    @Test
    void messagesComeByTime() {
        add(5_000_000_000L, "c");
        add(3, "a");
        add(1L << 62, "d");
        add(4096, "b");

        assertThat(takeAll()).containsExactly("a at 3", "b at 4096", "c at 5000000000", "d at " + (1L << 62));
        assertThat(queue.earliestNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void messagesOfOneInstantComeInTheOrderOfSending() {
        add(70_000, "first");
        add(1, "early");
        add(70_000, "second");
        assertThat(queue.take()).isTrue();
        add(70_000, "third");
        add(69_999, "before");

        queue.tellTaken();
        assertThat(inbox.receiveMessage()).isEqualTo("early");
        assertThat(takeAll()).containsExactly("before at 69999", "first at 70000", "second at 70000", "third at 70000");
    }

    @Test
    void aMessageKeepsItsCause() {
        queue.add(7, 42, inbox.getRef(), "x");

        assertThat(queue.take()).isTrue();
        assertThat(queue.takenCause()).isEqualTo(42);
    }

    @Test
    void aMessageThatWasTakenBackDoesNotCome() {
        add(5, "a");
        int taken = add(6, "b");
        add(7, "c");
        queue.cancel(taken);

        assertThat(takeAll()).containsExactly("a at 5", "c at 7");
    }

    @Test
    void thePastIsClosed() {
        add(2000, "a");
        assertThat(queue.take()).isTrue();

        assertThatThrownBy(() -> add(1999, "b")).hasMessage("message for 1999 ns after 2000 ns");
    }

    @Test
    void agreesWithASortedList() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            TimeQueue wheel = new TimeQueue();
            List<Waiting> model = new ArrayList<>();
            long now = 0;
            long number = 0;
            int bits = 1 + random.nextInt(62);
            for (int step = 0; step < 500; step++) {
                int choice = random.nextInt(10);
                if (choice < 5) {
                    long time = now + delay(random, bits);
                    if (time < now || time > 1L << 62) {
                        continue;
                    }
                    model.add(new Waiting(time, number, wheel.add(time, number, inbox.getRef(), "m")));
                    number++;
                } else if (choice == 5 && !model.isEmpty()) {
                    wheel.cancel(model.remove(random.nextInt(model.size())).handle());
                } else {
                    now = Math.max(now, takeAndCompare(wheel, model, seed));
                }
            }
            while (!model.isEmpty()) {
                takeAndCompare(wheel, model, seed);
            }
            assertThat(wheel.take()).as("seed %d", seed).isFalse();
        }
    }

    /** Many messages of few times, and few of many, near and far. */
    private static long delay(Random random, int bits) {
        return switch (random.nextInt(3)) {
            case 0 -> random.nextInt(3);
            case 1 -> random.nextInt(3000);
            default -> random.nextLong() >>> 1 >>> 63 - bits;
        };
    }

    private static long takeAndCompare(TimeQueue wheel, List<Waiting> model, int seed) {
        model.sort(Comparator.comparingLong(Waiting::timeNs).thenComparingLong(Waiting::number));
        long earliest = model.isEmpty() ? Long.MAX_VALUE : model.get(0).timeNs();
        assertThat(wheel.earliestNs()).as("seed %d", seed).isLessThanOrEqualTo(earliest);
        if (model.isEmpty()) {
            return 0;
        }
        Waiting expected = model.remove(0);
        assertThat(wheel.take()).as("seed %d", seed).isTrue();
        assertThat(wheel.takenTimeNs()).as("seed %d", seed).isEqualTo(expected.timeNs());
        assertThat(wheel.takenCause()).as("seed %d", seed).isEqualTo(expected.number());
        return expected.timeNs();
    }

    @Test
    void theEarliestTimeIsKnownWithoutTaking() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            TimeQueue wheel = new TimeQueue();
            long earliest = Long.MAX_VALUE;
            for (int i = 0; i < 50; i++) {
                long time = delay(random, 1 + random.nextInt(62));
                wheel.add(time, 0, inbox.getRef(), "m");
                earliest = Math.min(earliest, time);
                assertThat(wheel.earliestNs()).as("seed %d", seed).isEqualTo(earliest);
            }
        }
    }

    @Test
    void placesOfTakenMessagesAreUsedAgainWithoutMixingThemUp() {
        long sum = 0;
        for (int i = 0; i < 100; i++) {
            add(i, "m");
        }
        for (int i = 0; i < 1_000_000; i++) {
            assertThat(queue.take()).isTrue();
            long now = queue.takenTimeNs();
            queue.add(now + 1 + i % 5000, now, inbox.getRef(), "m");
            sum += now - queue.takenCause();
        }

        assertThat(takeAll()).hasSize(100);
        assertThat(sum).as("delays of the messages taken").isPositive();
    }
}
