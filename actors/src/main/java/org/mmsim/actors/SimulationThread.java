package org.mmsim.actors;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.mmsim.engine.event.Clock;

/**
 * The one thread on which a simulation's actors run. It runs what is ready, in order; when nothing is,
 * it takes the earliest message of the {@link TimeQueue}, moves the clock there and tells it.
 */
final class SimulationThread extends Thread {
    private static final int PUBLISH_MASK = 0x3FF;

    private Runnable[] ready = new Runnable[1024];
    private int readyFirst;
    private int readyEnd;
    /** Work from other threads: Pekko's own, when actors start and stop. */
    private final Queue<Runnable> foreign = new ConcurrentLinkedQueue<>();

    private final SimulationRun run = new SimulationRun();
    private volatile boolean stopped;

    SimulationThread(String name) {
        super(name);
        setDaemon(true);
    }

    /** What an actor that runs on this thread shares with the others of its simulation. */
    SimulationRun simulation() {
        return run;
    }

    void execute(Runnable work) {
        if (Thread.currentThread() != this) {
            foreign.add(work);
            LockSupport.unpark(this);
            return;
        }
        if (readyEnd - readyFirst == ready.length) {
            growReady();
        }
        ready[readyEnd++ & ready.length - 1] = work;
    }

    void shutdown() {
        stopped = true;
        LockSupport.unpark(this);
    }

    boolean isShutdown() {
        return stopped;
    }

    @Override
    public void run() {
        long delivered = 0;
        while (!stopped) {
            Runnable work = foreign.poll();
            if (work != null) {
                work.run();
            } else if (!runReady() && !deliverNext(++delivered)) {
                LockSupport.park(this);
            }
        }
    }

    private boolean runReady() {
        if (readyFirst == readyEnd) {
            return false;
        }
        while (readyFirst != readyEnd) {
            int place = readyFirst++ & ready.length - 1;
            Runnable work = ready[place];
            ready[place] = null;
            work.run();
        }
        return true;
    }

    private boolean deliverNext(long delivered) {
        if (!run.underWay()) {
            return false;
        }
        TimeQueue queue = run.queue();
        if (!queue.take()) {
            run.finish();
            return false;
        }
        Clock clock = run.clock();
        clock.deliver(queue.takenTimeNs(), queue.takenCause());
        if ((delivered & PUBLISH_MASK) == 0) {
            run.publishProgress();
        }
        queue.tellTaken();
        return true;
    }

    private void growReady() {
        Runnable[] larger = new Runnable[2 * ready.length];
        int count = readyEnd - readyFirst;
        for (int i = 0; i < count; i++) {
            larger[i] = ready[readyFirst + i & ready.length - 1];
        }
        ready = larger;
        readyFirst = 0;
        readyEnd = count;
    }
}
