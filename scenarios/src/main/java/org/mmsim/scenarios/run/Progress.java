package org.mmsim.scenarios.run;

/** Told now and then, on any thread, how far something has come that takes long. */
@FunctionalInterface
public interface Progress {
    void at(Standing standing);

    /**
     * How far it has come.
     *
     * @param events number of the last event
     * @param share how much of what is known to lie ahead is done
     */
    record Standing(long simulatedNs, long events, Share share) {}

    /**
     * A part of a whole whose size is known.
     *
     * @param of what the whole is; empty if it is everything there is to do
     * @param done 0 to {@code whole}
     * @param whole 0 if nothing is known
     */
    record Share(String of, long done, long whole) {
        static final Share UNKNOWN = new Share("", 0, 0);

        /** So many of all events that there will be. */
        public static Share ofEvents(long done, long all) {
            return done > all ? UNKNOWN : new Share("", done, all);
        }
    }
}
