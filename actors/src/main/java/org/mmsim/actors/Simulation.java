package org.mmsim.actors;

import com.typesafe.config.ConfigFactory;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.mmsim.engine.check.Checks;
import org.mmsim.engine.cpu.PolicySet;
import org.mmsim.engine.event.FactSink;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.profile.MachineProfile;
import org.mmsim.engine.workload.Workload;
import org.mmsim.protocol.Check;

/**
 * One run from its first event to its last: builds the machine and its actors, and lets virtual time
 * pass until no message is left.
 */
public final class Simulation {
    private static final Props ON_SIMULATION_THREAD =
            DispatcherSelector.fromConfig("simulation-dispatcher").withMailboxFromConfig("simulation-mailbox");

    private final Setup setup;
    private final Function<Machine, FactSink> journal;

    /**
     * What determines a run.
     *
     * @param fine whether every step inside a lock hold is an interleaving point
     * @param checks names of {@link Checks#names}
     */
    public record Setup(
            MachineProfile profile,
            PolicySet policies,
            Workload workload,
            long seed,
            boolean fine,
            Collection<String> checks) {}

    /** A rule that was found broken at an event. */
    public record Violation(Check check, long seq, long subject, long detail) {}

    /**
     * How a run ended.
     *
     * @param metrics the durations the workload asked for, in virtual nanoseconds
     */
    public record Outcome(
            long events, long simulatedNs, Map<String, Double> metrics, Machine machine, List<Violation> violations) {}

    /**
     * @param journal gives the sink for the facts of the machine; called once, before the first fact
     */
    public Simulation(Setup setup, Function<Machine, FactSink> journal) {
        this.setup = setup;
        this.journal = journal;
    }

    /**
     * Runs to the end. What the journal's sink throws comes out as it is.
     *
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public Outcome run(Progress progress) throws InterruptedException {
        CompletableFuture<SimulatedMachine> started = new CompletableFuture<>();
        ActorSystem<Void> system = ActorSystem.create(
                Behaviors.<Void>setup(context -> {
                    context.spawn(machine(started), "machine", ON_SIMULATION_THREAD);
                    return Behaviors.empty();
                }),
                "mmsim",
                ConfigFactory.parseResources(Simulation.class.getClassLoader(), "simulation.conf")
                        .withFallback(ConfigFactory.load()));
        try {
            SimulatedMachine machine = await(started, () -> {});
            SimulationRun run = machine.run();
            await(run.finished(), () -> progress.at(run.publishedTimeNs(), run.publishedEvents()));
            return machine.outcome();
        } finally {
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().join();
        }
    }

    /** The parent of the machine's actors. It lives on their thread, so what it builds there needs no locks. */
    private Behavior<Void> machine(CompletableFuture<SimulatedMachine> started) {
        return Behaviors.setup(context -> {
            try {
                SimulationThread thread = (SimulationThread) Thread.currentThread();
                SimulatedMachine machine = new SimulatedMachine(setup, journal, thread.simulation());
                machine.spawn(context, ON_SIMULATION_THREAD);
                started.complete(machine);
            } catch (RuntimeException | Error failure) {
                started.completeExceptionally(failure);
            }
            return Behaviors.empty();
        });
    }

    /** Told now and then how far a run has come. */
    @FunctionalInterface
    public interface Progress {
        void at(long simulatedNs, long events);
    }

    private static <T> T await(CompletableFuture<T> future, Runnable meanwhile) throws InterruptedException {
        while (true) {
            try {
                return future.get(100, TimeUnit.MILLISECONDS);
            } catch (TimeoutException stillRunning) {
                meanwhile.run();
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof RuntimeException defect) {
                    throw defect;
                }
                if (failed.getCause() instanceof Error defect) {
                    throw defect;
                }
                throw new IllegalStateException(failed.getCause());
            }
        }
    }
}
