package org.mmsim.actors;

import java.util.concurrent.CompletableFuture;
import org.mmsim.engine.event.Clock;
import org.mmsim.engine.event.Recorder;

/** A simulation under way: its clock, its messages, and how it ends. Used on the simulation's thread. */
final class SimulationRun {
    private final Clock clock = new Clock();
    private final TimeQueue queue = new TimeQueue();
    private final CompletableFuture<Void> finished = new CompletableFuture<>();

    @SuppressWarnings("NullAway.Init") // begin() comes first
    private Recorder recorder;

    private boolean underWay;
    private volatile long publishedTimeNs;
    private volatile long publishedEvents;

    Clock clock() {
        return clock;
    }

    TimeQueue queue() {
        return queue;
    }

    /** Begins to deliver messages. */
    void begin(Recorder eventRecorder) {
        recorder = eventRecorder;
        underWay = true;
    }

    boolean underWay() {
        return underWay;
    }

    /** No message is left. */
    void finish() {
        underWay = false;
        publishProgress();
        finished.complete(null);
    }

    /** An actor has failed: nothing more is delivered. */
    void fail(Throwable failure) {
        underWay = false;
        finished.completeExceptionally(failure);
    }

    /** Completes when the run has come to its end. May be waited for on any thread. */
    CompletableFuture<Void> finished() {
        return finished;
    }

    void publishProgress() {
        publishedTimeNs = clock.nowNs();
        publishedEvents = recorder.lastSeq();
    }

    /** A recent virtual time, for progress displays on other threads. */
    long publishedTimeNs() {
        return publishedTimeNs;
    }

    /** A recent number of events, for progress displays on other threads. */
    long publishedEvents() {
        return publishedEvents;
    }
}
