package org.mmsim.storage;

/** Takes the events of a run in order. The first one has sequence number 1, the next one 2, and so on. */
public interface EventSink {

    /**
     * Appends the next event.
     *
     * @param type number of the fact in the oneof of {@code Event}
     * @param timeNs virtual time, not before the time of the event before
     * @param actor index * 8 + {@code ActorKind}
     * @param cause sequence number of the event that led to this one, 0 if none did
     * @param a field 1 of the fact; ignored, like the others, if the fact has no such field
     * @param b field 2
     * @param c field 3
     * @param d field 4
     * @throws IllegalArgumentException if the type is unknown, time runs backwards or the cause is not in the past
     * @throws JournalException if an event could not be stored
     * @throws DivergenceException if the events are compared with recorded ones and differ
     */
    void append(int type, long timeNs, int actor, long cause, long a, long b, long c, long d);
}
