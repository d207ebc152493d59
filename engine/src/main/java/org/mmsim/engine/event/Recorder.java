package org.mmsim.engine.event;

import static org.mmsim.protocol.Event.CHECK_VIOLATED_FIELD_NUMBER;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.mmsim.protocol.Check;

/**
 * The one way in which anything happens: a fact gets its number, observers see it, the machine's
 * state changes, and the journal takes it.
 */
public final class Recorder {
    private static final int TYPES = 128;

    private final Clock clock;
    private final Consumer<Fact> state;
    private final FactSink sink;
    private final Observer[][] observers = new Observer[TYPES][0];
    private final Fact fact = new Fact();
    private final List<Broken> broken = new ArrayList<>();
    private long seq;

    private record Broken(Check check, long subject, long detail) {}

    /**
     * @param state makes a fact true
     * @param sink keeps it
     */
    public Recorder(Clock clock, Consumer<Fact> state, FactSink sink) {
        this.clock = clock;
        this.state = state;
        this.sink = sink;
    }

    /** Shows facts of the types to an observer, after the observers that were there before. */
    public void observe(Observer observer, int... types) {
        for (int type : types) {
            Observer[] all = Arrays.copyOf(observers[type], observers[type].length + 1);
            all[all.length - 1] = observer;
            observers[type] = all;
        }
    }

    /** Number of the last fact, 0 if there is none. */
    public long lastSeq() {
        return seq;
    }

    /** Records a fact that follows from the present cause, and returns its number. */
    public long record(int type, int actor, long a, long b, long c, long d) {
        long number = ++seq;
        long now = clock.nowNs();
        long cause = clock.cause();
        Fact f = fact;
        f.set(number, now, type, actor, cause, a, b, c, d);
        for (Observer observer : observers[type]) {
            observer.observe(f);
        }
        state.accept(f);
        sink.append(type, now, actor, cause, a, b, c, d);
        if (!broken.isEmpty() && type != CHECK_VIOLATED_FIELD_NUMBER) {
            flushViolations();
        }
        return number;
    }

    /** A rule is broken by the fact that observers see at present, or by the state at the end of a run. */
    public void violation(Check check, long subject, long detail) {
        broken.add(new Broken(check, subject, detail));
    }

    /** Puts the broken rules on record, each as a consequence of the last fact. */
    public void flushViolations() {
        long at = seq;
        long cause = clock.cause();
        clock.follow(at);
        for (Broken b : broken) {
            record(CHECK_VIOLATED_FIELD_NUMBER, ActorIds.MACHINE, b.check.getNumber(), at, b.subject, b.detail);
        }
        broken.clear();
        clock.follow(cause);
    }

    public long record(int type, int actor, long a, long b, long c) {
        return record(type, actor, a, b, c, 0);
    }

    public long record(int type, int actor, long a, long b) {
        return record(type, actor, a, b, 0, 0);
    }

    public long record(int type, int actor, long a) {
        return record(type, actor, a, 0, 0, 0);
    }

    public long record(int type, int actor) {
        return record(type, actor, 0, 0, 0, 0);
    }
}
