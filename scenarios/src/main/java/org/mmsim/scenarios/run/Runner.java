package org.mmsim.scenarios.run;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mmsim.actors.Simulation;
import org.mmsim.engine.check.Checks;
import org.mmsim.protocol.RunEnd;
import org.mmsim.protocol.RunIdentity;
import org.mmsim.protocol.Violation;
import org.mmsim.scenarios.format.Expectation;
import org.mmsim.scenarios.format.Scenario;
import org.mmsim.storage.JournalException;
import org.mmsim.storage.JournalReader;
import org.mmsim.storage.JournalWriter;

/** Carries out runs: new ones, interrupted ones to their end, and recorded ones once more to compare. */
public final class Runner {
    private final Progress progress;

    /**
     * @param progress told now and then how far a run has come
     */
    public Runner(Progress progress) {
        this.progress = progress;
    }

    /** A new run with a journal in a directory of its own. */
    public RunResult run(Scenario scenario, List<String> checks, RunDirectory runs) throws InterruptedException {
        Path directory = runs.create(scenario.name());
        RunIdentity identity = Identities.of(scenario, checks);
        try (JournalWriter writer = create(directory, identity)) {
            return execute(scenario, checks, writer, directory, 0);
        }
    }

    private static JournalWriter create(Path directory, RunIdentity identity) {
        try {
            return JournalWriter.create(directory, identity);
        } catch (JournalException e) {
            try {
                RunDirectory.delete(directory);
            } catch (IOException leftBehind) {
                e.addSuppressed(leftBehind);
            }
            throw e;
        }
    }

    /** A new run that leaves nothing behind but its result. */
    public RunResult runWithoutJournal(Scenario scenario, List<String> checks) throws InterruptedException {
        try (JournalWriter writer = JournalWriter.digestOnly(Identities.of(scenario, checks))) {
            return execute(scenario, checks, writer, null, 0);
        }
    }

    /** Completes a run that was cut short: what it has is compared, the rest is added. */
    public RunResult resume(Path directory) throws InterruptedException {
        RunIdentity identity;
        try (JournalReader reader = JournalReader.open(directory)) {
            identity = reader.identity();
        }
        Scenario scenario = Identities.scenario(identity, RunDirectory.name(directory));
        try (JournalWriter writer = JournalWriter.resume(directory)) {
            return execute(scenario, identity.getChecksList(), writer, directory, 0);
        }
    }

    /**
     * A run that was executed again.
     *
     * @param recorded how many of its events were there to compare
     * @param complete whether these are all
     */
    public record Replay(RunResult run, long recorded, boolean complete) {}

    /**
     * Re-executes a recorded run.
     *
     * @throws org.mmsim.storage.DivergenceException at the first event that differs
     */
    public Replay replay(Path directory) throws InterruptedException {
        try (JournalReader reader = JournalReader.open(directory);
                JournalWriter writer = JournalWriter.replay(reader)) {
            Scenario scenario = Identities.scenario(reader.identity(), RunDirectory.name(directory));
            RunResult result =
                    execute(scenario, reader.identity().getChecksList(), writer, directory, reader.lastSeq());
            return new Replay(result, reader.lastSeq(), reader.end().isPresent());
        }
    }

    /**
     * @param knownEvents how many events it will be, 0 if that is not known
     */
    private RunResult execute(
            Scenario scenario, List<String> checks, JournalWriter writer, @Nullable Path directory, long knownEvents)
            throws InterruptedException {
        long start = System.nanoTime();
        OperationProgress operation = new OperationProgress();
        Simulation simulation = new Simulation(
                Identities.setup(scenario, checks), machine -> new JournalSink(machine, writer, operation));
        Simulation.Outcome outcome = simulation.run((simulatedNs, events) -> progress.at(new Progress.Standing(
                simulatedNs,
                events,
                knownEvents > 0 ? Progress.Share.ofEvents(events, knownEvents) : operation.share())));
        RunEnd end = writer.finish(end(scenario, outcome));
        long wallNanos = System.nanoTime() - start;
        writer.close();
        return new RunResult(
                directory == null ? "" : RunDirectory.name(directory),
                scenario.name(),
                scenario.seed(),
                end,
                wallNanos,
                directory == null ? 0 : RunDirectory.bytes(directory),
                peakHeapBytes());
    }

    private static RunEnd end(Scenario scenario, Simulation.Outcome outcome) {
        Map<String, Long> counters = Counters.of(outcome.machine());
        RunEnd.Builder end = RunEnd.newBuilder()
                .setSimulatedNs(outcome.simulatedNs())
                .putAllMetrics(outcome.metrics())
                .putAllCounters(counters);
        for (Simulation.Violation violation : outcome.violations()) {
            end.addViolations(Violation.newBuilder()
                    .setCheck(Checks.name(violation.check()))
                    .setSeq(violation.seq())
                    .setMessage(Checks.message(violation.check(), violation.subject(), violation.detail())));
        }
        end.addAllUnmet(unmet(scenario.expectations(), outcome, counters));
        return end.build();
    }

    private static List<String> unmet(
            List<Expectation> expectations, Simulation.Outcome outcome, Map<String, Long> counters) {
        List<String> unmet = new ArrayList<>();
        for (Expectation expectation : expectations) {
            String name = expectation.name();
            Double metric = outcome.metrics().get(name);
            long actual = switch (expectation.subject()) {
                case METRIC -> metric == null ? -1 : Math.round(metric);
                case COUNTER -> counters.getOrDefault(name, 0L);
                case VIOLATIONS -> outcome.violations().size();
            };
            boolean missing = expectation.subject() == Expectation.Subject.METRIC && metric == null;
            if (missing || !expectation.holds(actual)) {
                String was = missing ? "was never measured" : String.format(Locale.ROOT, "was %d", actual);
                unmet.add("expected " + expectation.describe() + ", " + was);
            }
        }
        return unmet;
    }

    private static long peakHeapBytes() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }
}
