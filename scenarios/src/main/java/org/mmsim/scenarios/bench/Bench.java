package org.mmsim.scenarios.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.mmsim.actors.RawTell;
import org.mmsim.engine.check.Checks;
import org.mmsim.scenarios.format.Scenario;
import org.mmsim.scenarios.format.Setting;
import org.mmsim.scenarios.run.Identities;
import org.mmsim.scenarios.run.Progress;
import org.mmsim.scenarios.run.RunDirectory;
import org.mmsim.scenarios.run.RunResult;
import org.mmsim.scenarios.run.Runner;

/** Measures the figures that mmsim is held to, one after another, in this process. */
public final class Bench {
    private static final long RAW_MESSAGES = 20_000_000;
    private static final double FULL_WALL_SECONDS = 30;
    private static final double BYTES_PER_EVENT = 3;
    private static final double HEAP_MIB = 2048;
    private static final double FORK_WALL_SECONDS = 2;
    private static final double STORM_NS_PER_EVENT = 1000;
    private static final double TLB_HIT_NS = 60;
    /** Of the scenario tlb-hits: 64 pages, again and again. */
    private static final double TLB_HITS = 64.0 * 500_000;

    private static final double SYSTEMC_RATIO = 0.3;
    private static final double REPLAY_RATIO = 0.8;
    private static final double QUERY_SECONDS = 0.5;
    private static final double STATE_SECONDS = 3;
    private static final double SCALING_RATIO = 0.8;
    private static final int SCALING_ROUNDS = 3;

    private final boolean quick;
    private final Progress progress;

    /**
     * @param quick whether to run a part of the full size
     */
    public Bench(boolean quick, Progress progress) {
        this.quick = quick;
        this.progress = progress;
    }

    /** Measures. Runs go to a temporary directory that is removed afterwards. */
    public List<Result> measure() throws IOException, InterruptedException {
        Path scratch = Files.createTempDirectory("mmsim-bench");
        try {
            List<Result> results = new ArrayList<>();
            RunDirectory runs = new RunDirectory(scratch.resolve("runs"));
            Runner runner = new Runner(progress);
            RunResult run = runner.run(scenario(quick ? "32GiB" : "496GiB"), Checks.names(), runs);
            throughput(results, run, scratch);
            RunResult replay = runner.replay(runs.resolve("last")).run();
            results.add(
                    ratio("replay, events/s", replay.eventsPerSecond(), run.eventsPerSecond(), "run", REPLAY_RATIO));
            reading(results, runs, run.end().getSimulatedNs());
            if (!quick) {
                pages(results, runner, runs);
                translations(results, runner, runs);
            }
            scaling(results, runner);
            return results;
        } finally {
            RunDirectory.delete(scratch);
        }
    }

    private void throughput(List<Result> results, RunResult run, Path scratch)
            throws IOException, InterruptedException {
        if (!quick) {
            results.add(limit("lockless-munmap, wall time", run.wallNanos() / 1e9, "s", FULL_WALL_SECONDS));
        }
        double bytesPerEvent = (double) run.journalBytes() / run.end().getEvents();
        results.add(limit("journal, bytes per event", bytesPerEvent, "B", BYTES_PER_EVENT));
        results.add(limit("peak heap", run.peakHeapBytes() / 1048576.0, "MiB", HEAP_MIB));
        double raw = RawTell.messagesPerSecond(quick ? RAW_MESSAGES / 10 : RAW_MESSAGES, System::nanoTime);
        results.add(ratio("journaled events/s", run.eventsPerSecond(), raw, "raw Pekko tell", 0));
        OptionalDouble systemC = SystemC.notificationsPerSecond(scratch);
        if (systemC.isPresent()) {
            results.add(ratio(
                    "journaled events/s", run.eventsPerSecond(), systemC.getAsDouble(), "SystemC", SYSTEMC_RATIO));
        }
    }

    /** Faults, fork and unmap of a GiB of base pages, with a journal. */
    private static void pages(List<Result> results, Runner runner, RunDirectory runs) throws InterruptedException {
        Scenario scenario = Identities.loader().load("fork-1g", List.of(), OptionalLong.empty());
        RunResult run = runner.run(scenario, Checks.names(), runs);
        results.add(limit("fork-1g, wall time", run.wallNanos() / 1e9, "s", FORK_WALL_SECONDS));
    }

    /** 128 threads that flush at once, and accesses that hit the TLB, with a journal. */
    private static void translations(List<Result> results, Runner runner, RunDirectory runs)
            throws InterruptedException {
        List<Setting> storm = Stream.of(
                        "machine=milan-2s",
                        "machine.topology.threads_per_core=1",
                        "parameters.threads=127",
                        "parameters.rounds=100")
                .map(Setting::parse)
                .toList();
        RunResult run =
                runner.run(Identities.loader().load("tlb-storm", storm, OptionalLong.empty()), Checks.names(), runs);
        double nsPerEvent = (double) run.wallNanos() / run.end().getEvents();
        results.add(limit("tlb-storm of 128 threads, per event", nsPerEvent, "ns", STORM_NS_PER_EVENT));
        RunResult hits =
                runner.run(Identities.loader().load("tlb-hits", List.of(), OptionalLong.empty()), Checks.names(), runs);
        results.add(limit("access that hits the TLB", hits.wallNanos() / TLB_HITS, "ns", TLB_HIT_NS));
    }

    /** Commands that read a journal, each in a process of its own, so that the start of the JVM counts. */
    private static void reading(List<Result> results, RunDirectory runs, long simulatedNs)
            throws IOException, InterruptedException {
        long from = simulatedNs / 2;
        String filter = "cpu=5 time=" + from + "ns.." + (from + 1_000_000) + "ns";
        String root = runs.root().toString();
        double query = ChildProcess.seconds("query", "last", filter, "--runs", root);
        results.add(limit("query of 1 ms on one CPU", query, "s", QUERY_SECONDS));
        double state = ChildProcess.seconds("state", "last", "--at", from + "ns", "--runs", root);
        results.add(limit("state in the middle of the run", state, "s", STATE_SECONDS));
    }

    /** The same kind of work on 16 and on 1,024 CPUs, with about as many events; the best of each, taken in turns. */
    private void scaling(List<Result> results, Runner runner) throws InterruptedException {
        int divisor = quick ? 8 : 1;
        double small = 0;
        double large = 0;
        for (int i = 0; i < SCALING_ROUNDS; i++) {
            small = Math.max(small, eventsPerSecond(runner, wide(16, 128 * 1024 / divisor)));
            large = Math.max(large, eventsPerSecond(runner, wide(1024, 2048 / divisor)));
        }
        results.add(ratio("events/s at 1024 CPUs", large, small, "16 CPUs", SCALING_RATIO));
    }

    private static double eventsPerSecond(Runner runner, Scenario scenario) throws InterruptedException {
        return runner.runWithoutJournal(scenario, List.of()).eventsPerSecond();
    }

    private static Scenario scenario(String size) {
        return Identities.loader()
                .load("lockless-munmap", List.of(Setting.parse("parameters.size=" + size)), OptionalLong.empty());
    }

    private static Scenario wide(int cpus, int hugePages) {
        int sockets = Math.max(1, cpus / 64);
        List<Setting> settings = Stream.of(
                        "machine.topology.sockets=" + sockets,
                        "machine.topology.cores_per_socket=" + cpus / sockets / 4,
                        "parameters.size=" + 2L * hugePages + "MiB",
                        "parameters.workers=" + (cpus - 1))
                .map(Setting::parse)
                .toList();
        return Identities.loader().load("lockless-munmap", settings, OptionalLong.empty());
    }

    private static Result limit(String name, double value, String unit, double goal) {
        return new Result(name, value, unit, Double.NaN, "", goal, false);
    }

    private static Result ratio(String name, double value, double reference, String against, double goal) {
        return new Result(name, value, "/s", reference, against, goal, true);
    }
}
