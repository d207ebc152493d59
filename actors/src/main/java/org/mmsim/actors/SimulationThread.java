package org.mmsim.actors;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

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

    private volatile boolean foreignWaiting;
    private long delivered;
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
            foreignWaiting = true;
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
        while (!stopped) {
            if (foreignWaiting) {
                runForeign();
            }
            if (!runReady() && !deliverNext()) {
                LockSupport.park(this);
            }
        }
    }

    private void runForeign() {
        foreignWaiting = false;
        for (Runnable work = foreign.poll(); work != null; work = foreign.poll()) {
            work.run();
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

    private boolean deliverNext() {
        if (!run.underWay()) {
            return false;
        }
        Envelope<?> envelope = run.queue().take();
        if (envelope == null) {
            run.finish();
            return false;
        }
        run.clock().deliver(envelope.timeNs, envelope.cause());
        if ((++delivered & PUBLISH_MASK) == 0) {
            run.publishProgress();
        }
        envelope.tell();
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
