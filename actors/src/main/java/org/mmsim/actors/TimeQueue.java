package org.mmsim.actors;

import java.util.Arrays;
import java.util.Objects;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way, in the one order that decides a run: by virtual time, and among messages of
 * one instant by the order in which they were sent. Mailboxes and threads have no say in it.
 *
 * <p>A wheel of wheels with 1,024 places each: the first has a place for every nanosecond of the
 * current block of 1,024 ns, the next one for every such block, and so on. Every place is a queue,
 * and a block is dealt out to finer places in order when its time comes, so that equal times keep the
 * order of sending all the way down. Adding and taking cost the same however many messages wait.
 */
final class TimeQueue {
    private static final int BITS = 10;
    private static final int SLOTS = 1 << BITS;
    private static final int WORDS = SLOTS / Long.SIZE;
    private static final int LEVELS = (Long.SIZE + BITS - 1) / BITS;
    private static final int NONE = -1;
    private static final long UNKNOWN = -1;

    private final int[][] first = new int[LEVELS][];
    private final int[][] last = new int[LEVELS][];
    private final long[][] occupied = new long[LEVELS][];

    private int[] next = new int[0];
    private long[] time = new long[0];
    private long[] cause = new long[0];
    private ActorRef<?>[] target = new ActorRef<?>[0];
    private Object[] message = new Object[0];
    private int free = NONE;
    private int size;

    /** Time of the last message taken: nothing earlier can be added any more. */
    private long positionNs;
    /** Time of the earliest message if it is known. */
    private long earliestNs = UNKNOWN;

    private long takenTimeNs;
    private long takenCause;
    private @Nullable ActorRef<?> takenTarget;

    @SuppressWarnings("NullAway.Init") // take() comes first
    private Object takenMessage;

    /**
     * Adds a message.
     *
     * @return a handle for {@link #cancel}, good until the message is taken
     */
    <M> int add(long timeNs, long causeSeq, ActorRef<M> to, M what) {
        if (timeNs < positionNs) {
            throw new IllegalArgumentException("message for " + timeNs + " ns after " + positionNs + " ns");
        }
        int entry = newEntry();
        time[entry] = timeNs;
        cause[entry] = causeSeq;
        target[entry] = to;
        message[entry] = what;
        size++;
        if (earliestNs != UNKNOWN && timeNs < earliestNs) {
            earliestNs = timeNs;
        }
        append(entry);
        return entry;
    }

    /** Takes a message back. It keeps its place, empty, until its time comes. */
    void cancel(int handle) {
        target[handle] = null;
        message[handle] = null;
    }

    /** Time of the earliest message, or {@code Long.MAX_VALUE}. A cancelled one still counts. */
    long earliestNs() {
        if (earliestNs == UNKNOWN) {
            earliestNs = size == 0 ? Long.MAX_VALUE : findEarliest();
        }
        return earliestNs;
    }

    /** Takes the earliest message, which {@code taken…} then tell; false if there is none. */
    boolean take() {
        while (size > 0) {
            int slot = nextSlot(0, (int) positionNs & SLOTS - 1);
            if (slot == NONE) {
                descend();
                continue;
            }
            positionNs = positionNs & -SLOTS | slot;
            int entry = removeFirst(0, slot);
            size--;
            earliestNs = UNKNOWN;
            takenTimeNs = time[entry];
            takenCause = cause[entry];
            takenTarget = target[entry];
            takenMessage = message[entry];
            target[entry] = null;
            message[entry] = null;
            next[entry] = free;
            free = entry;
            if (takenTarget != null) {
                return true;
            }
        }
        return false;
    }

    long takenTimeNs() {
        return takenTimeNs;
    }

    long takenCause() {
        return takenCause;
    }

    /** Gives the taken message to its actor. */
    @SuppressWarnings("unchecked") // add() has checked that the two belong together
    void tellTaken() {
        ((ActorRef<Object>) Objects.requireNonNull(takenTarget)).tell(takenMessage);
    }

    private long findEarliest() {
        for (int level = 0; level < LEVELS; level++) {
            int slot = nextSlot(level, digit(positionNs, level));
            if (slot == NONE) {
                continue;
            }
            if (level == 0) {
                return positionNs & -SLOTS | slot;
            }
            long earliest = Long.MAX_VALUE;
            for (int entry = first[level][slot]; entry != NONE; entry = next[entry]) {
                earliest = Math.min(earliest, time[entry]);
            }
            return earliest;
        }
        throw new IllegalStateException(size + " messages but none to be found");
    }

    /** Moves on to the next block that holds messages and deals it out to the finer wheels. */
    private void descend() {
        for (int level = 1; level < LEVELS; level++) {
            int slot = nextSlot(level, digit(positionNs, level));
            if (slot == NONE) {
                continue;
            }
            int shift = level * BITS;
            long above = shift + BITS >= Long.SIZE ? 0 : positionNs >>> shift + BITS << shift + BITS;
            positionNs = above | (long) slot << shift;
            int entry = first[level][slot];
            first[level][slot] = NONE;
            occupied[level][slot >>> 6] &= ~(1L << slot);
            while (entry != NONE) {
                int following = next[entry];
                append(entry);
                entry = following;
            }
            return;
        }
        throw new IllegalStateException(size + " messages but none to be found");
    }

    /** The wheel of the highest digit in which the time differs from the position. */
    private void append(int entry) {
        long difference = time[entry] ^ positionNs;
        int level = difference == 0 ? 0 : (Long.SIZE - 1 - Long.numberOfLeadingZeros(difference)) / BITS;
        int slot = digit(time[entry], level);
        if (first[level] == null) {
            first[level] = new int[SLOTS];
            last[level] = new int[SLOTS];
            occupied[level] = new long[WORDS];
            Arrays.fill(first[level], NONE);
        }
        next[entry] = NONE;
        if (first[level][slot] == NONE) {
            first[level][slot] = entry;
            occupied[level][slot >>> 6] |= 1L << slot;
        } else {
            next[last[level][slot]] = entry;
        }
        last[level][slot] = entry;
    }

    private int removeFirst(int level, int slot) {
        int entry = first[level][slot];
        first[level][slot] = next[entry];
        if (next[entry] == NONE) {
            occupied[level][slot >>> 6] &= ~(1L << slot);
        }
        return entry;
    }

    private int nextSlot(int level, int from) {
        long[] words = occupied[level];
        if (words == null) {
            return NONE;
        }
        int word = from >>> 6;
        long bits = words[word] & -1L << from;
        while (bits == 0) {
            if (++word == WORDS) {
                return NONE;
            }
            bits = words[word];
        }
        return (word << 6) + Long.numberOfTrailingZeros(bits);
    }

    private static int digit(long timeNs, int level) {
        return (int) (timeNs >>> level * BITS) & SLOTS - 1;
    }

    private int newEntry() {
        if (free == NONE) {
            grow();
        }
        int entry = free;
        free = next[entry];
        return entry;
    }

    private void grow() {
        int old = next.length;
        int larger = Math.max(64, 2 * old);
        next = Arrays.copyOf(next, larger);
        time = Arrays.copyOf(time, larger);
        cause = Arrays.copyOf(cause, larger);
        target = Arrays.copyOf(target, larger);
        message = Arrays.copyOf(message, larger);
        for (int entry = larger - 1; entry >= old; entry--) {
            next[entry] = free;
            free = entry;
        }
    }
}
