package org.mmsim.storage;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mmsim.protocol.Event;

/** A re-executed run did something else than the recorded one. */
public final class DivergenceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final long seq;
    private final transient @Nullable Event recorded;
    private final transient @Nullable Event replayed;

    DivergenceException(long seq, @Nullable Event recorded, @Nullable Event replayed) {
        super("the run differs from the recorded one at event " + Long.toUnsignedString(seq)
                + (recorded == null ? ", where the recorded one has ended" : "")
                + (replayed == null ? ", where the repeated one has ended" : ""));
        this.seq = seq;
        this.recorded = recorded;
        this.replayed = replayed;
    }

    /** The first event that differs. */
    public long seq() {
        return seq;
    }

    /** What the journal has there; empty if it ends before. */
    public Optional<Event> recorded() {
        return Optional.ofNullable(recorded);
    }

    /** What happened now; empty if the run ended before. */
    public Optional<Event> replayed() {
        return Optional.ofNullable(replayed);
    }
}
