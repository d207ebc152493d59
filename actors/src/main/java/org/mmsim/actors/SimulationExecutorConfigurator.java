package org.mmsim.actors;

import com.typesafe.config.Config;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.dispatch.DispatcherPrerequisites;
import org.apache.pekko.dispatch.ExecutorServiceConfigurator;
import org.apache.pekko.dispatch.ExecutorServiceFactory;

/** Pekko's way in: a dispatcher whose executor is the thread of the simulation. Named in simulation.conf. */
public final class SimulationExecutorConfigurator extends ExecutorServiceConfigurator {

    public SimulationExecutorConfigurator(Config config, DispatcherPrerequisites prerequisites) {
        super(config, prerequisites);
    }

    @Override
    public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threadFactory) {
        return () -> new OneThread(id);
    }

    private static final class OneThread extends AbstractExecutorService implements ExecutorService {
        private final SimulationThread thread;

        OneThread(String id) {
            thread = new SimulationThread(id);
            thread.start();
        }

        @Override
        public void execute(Runnable command) {
            thread.execute(command);
        }

        @Override
        public void shutdown() {
            thread.shutdown();
        }

        @Override
        public List<Runnable> shutdownNow() {
            thread.shutdown();
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return thread.isShutdown();
        }

        @Override
        public boolean isTerminated() {
            return thread.isShutdown() && !thread.isAlive();
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
            thread.join(unit.toMillis(timeout));
            return !thread.isAlive();
        }
    }
}
