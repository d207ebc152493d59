package org.mmsim.actors;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way, in the one order that decides a run: by virtual time, and among messages of
 * one instant by the order in which they were sent. Mailboxes and threads have no say in it.
 *
 * <p>A wheel of wheels with 1,024 places each: the first has a place for every nanosecond of the
 * current block of 1,024 ns, the next one for every such block, and so on. Every place is a queue,
 * and a block is dealt out to finer places in order when its time comes, so that equal times keep the
 * order of sending all the way down. A message that has a block to itself is taken from where it is.
 * Adding and taking cost the same however many messages wait.
 */
final class TimeQueue {
    private static final int BITS = 10;
    private static final int SLOTS = 1 << BITS;
    private static final int WORD_BITS = 6;
    private static final int WORDS = SLOTS >>> WORD_BITS;
    private static final int LEVELS = (Long.SIZE + BITS - 1) / BITS;
    private static final long UNKNOWN = -1;

    /** The last envelope of each place, whose {@link Envelope#next} is the first one. */
    private final Envelope<?>[] last = new Envelope<?>[LEVELS * SLOTS];
    /** One bit per place that holds messages, per word of those that is not 0, and per level. */
    private final long[] occupied = new long[LEVELS * WORDS];

    private final int[] occupiedWords = new int[LEVELS];
    private int occupiedLevels;

    /** All envelopes there are, by handle. */
    private final List<Envelope<?>> envelopes = new ArrayList<>();

    private final Deque<Envelope<?>> free = new ArrayDeque<>();
    /** What was taken last. It may be in use until the next one is asked for. */
    private @Nullable Envelope<?> taken;

    /** Time of the last message taken: nothing earlier can be added any more. */
    private long positionNs;
    /** Time of the earliest message if it is known. */
    private long earliestNs = UNKNOWN;

    /**
     * Adds a message.
     *
     * @return a handle for {@link #cancel}, good until the message is taken
     */
    <M> int add(long timeNs, long causeSeq, ActorRef<Envelope<M>> to, M what) {
        if (timeNs < positionNs) {
            throw new IllegalArgumentException("message for " + timeNs + " ns after " + positionNs + " ns");
        }
        Envelope<M> envelope = newEnvelope();
        envelope.fill(timeNs, causeSeq, to, what);
        if (earliestNs != UNKNOWN && timeNs < earliestNs) {
            earliestNs = timeNs;
        }
        append(envelope);
        return envelope.handle;
    }

    /** Takes a message back. It keeps its place, empty, until its time comes. */
    void cancel(int handle) {
        envelopes.get(handle).empty();
    }

    /** Time of the earliest message, or {@code Long.MAX_VALUE}. A cancelled one still counts. */
    long earliestNs() {
        if (earliestNs == UNKNOWN) {
            earliestNs = occupiedLevels == 0 ? Long.MAX_VALUE : findEarliest();
        }
        return earliestNs;
    }

    /** Takes the earliest message. It may be used until the next call. */
    @Nullable
    Envelope<?> take() {
        if (taken != null) {
            release(taken);
            taken = null;
        }
        while (occupiedLevels != 0) {
            int place = earliestPlace();
            Envelope<?> end = last[place];
            Envelope<?> envelope = end.next;
            if (envelope == end) {
                clear(place);
            } else if (place < SLOTS) {
                end.next = envelope.next;
            } else {
                dealOut(place);
                continue;
            }
            positionNs = envelope.timeNs;
            earliestNs = UNKNOWN;
            if (!envelope.isEmpty()) {
                taken = envelope;
                return envelope;
            }
            release(envelope);
        }
        return null;
    }

    private long findEarliest() {
        int place = earliestPlace();
        Envelope<?> end = last[place];
        long earliest = end.timeNs;
        if (place < SLOTS) {
            return earliest;
        }
        for (Envelope<?> e = end.next; e != end; e = e.next) {
            earliest = Math.min(earliest, e.timeNs);
        }
        return earliest;
    }

    /**
     * The place of the earliest message. No message is before the position, so all on one level are
     * before those on the next, and on one level the first place is the earliest.
     */
    private int earliestPlace() {
        int level = Integer.numberOfTrailingZeros(occupiedLevels);
        int word = level * WORDS + Integer.numberOfTrailingZeros(occupiedWords[level]);
        return (word << WORD_BITS) + Long.numberOfTrailingZeros(occupied[word]);
    }

    /** Moves on to the beginning of a block and deals it out to finer places. */
    private void dealOut(int place) {
        int shift = (place >>> BITS) * BITS;
        Envelope<?> end = last[place];
        Envelope<?> envelope = end.next;
        positionNs = envelope.timeNs & -1L << shift;
        clear(place);
        while (envelope != end) {
            Envelope<?> following = envelope.next;
            append(envelope);
            envelope = following;
        }
        append(end);
    }

    /** The level is that of the highest digit in which the time differs from the position. */
    private void append(Envelope<?> envelope) {
        long time = envelope.timeNs;
        int level = (Long.SIZE - 1 - Long.numberOfLeadingZeros(time ^ positionNs | 1)) / BITS;
        int place = level << BITS | (int) (time >>> level * BITS) & SLOTS - 1;
        int word = place >>> WORD_BITS;
        long bit = 1L << place;
        if ((occupied[word] & bit) == 0) {
            envelope.next = envelope;
            occupied[word] |= bit;
            occupiedWords[level] |= 1 << (word & WORDS - 1);
            occupiedLevels |= 1 << level;
        } else {
            Envelope<?> before = last[place];
            envelope.next = before.next;
            before.next = envelope;
        }
        last[place] = envelope;
    }

    private void clear(int place) {
        int word = place >>> WORD_BITS;
        occupied[word] &= ~(1L << place);
        if (occupied[word] == 0) {
            int level = place >>> BITS;
            occupiedWords[level] &= ~(1 << (word & WORDS - 1));
            if (occupiedWords[level] == 0) {
                occupiedLevels &= ~(1 << level);
            }
        }
    }

    @SuppressWarnings("unchecked") // an empty envelope can carry anything
    private <M> Envelope<M> newEnvelope() {
        Envelope<?> envelope = free.pollFirst();
        if (envelope == null) {
            envelope = new Envelope<>(envelopes.size());
            envelopes.add(envelope);
        }
        return (Envelope<M>) envelope;
    }

    private void release(Envelope<?> envelope) {
        envelope.empty();
        free.addFirst(envelope);
    }
}
