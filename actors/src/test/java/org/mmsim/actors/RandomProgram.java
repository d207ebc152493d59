package org.mmsim.actors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mmsim.engine.check.Checks;
import org.mmsim.engine.event.FactSink;
import org.mmsim.engine.policy.Policies;
import org.mmsim.engine.profile.Arch;
import org.mmsim.engine.profile.Jitter;
import org.mmsim.engine.workload.Op;
import org.mmsim.engine.workload.Workload;
import org.mmsim.engine.workload.Workload.ProcessSpec;
import org.mmsim.engine.workload.Workload.ThreadSpec;
import org.mmsim.protocol.Check;

/**
 * A machine and what runs on it, as data, so that a test can print it and leave parts of it out.
 *
 * @param jitterPermille by how much costs vary, 0 for not at all
 * @param policies name by family
 */
record RandomProgram(
        long seed,
        Arch arch,
        long pageBytes,
        int cpus,
        long memoryBytes,
        int tlbEntries,
        int jitterPermille,
        boolean fine,
        Map<String, String> policies,
        List<ProcessSpec> processes) {

    /** Which rules a run broke, or with what it ended. */
    record Result(List<Simulation.Violation> violations, String failure) {
        boolean clean() {
            return violations.isEmpty() && failure.isEmpty();
        }

        /** The first rule that was broken; none if there was an exception instead. */
        Check broken() {
            return violations.isEmpty() ? Check.CHECK_NONE : violations.get(0).check();
        }

        /** Whether both runs went wrong in the same way: by the first rule broken, or by an exception of a kind. */
        boolean like(Result other) {
            return broken() == other.broken() && failure.equals(other.failure);
        }

        @Override
        public String toString() {
            String messages = violations.stream()
                    .limit(3)
                    .map(v -> v.check() + " at " + v.seq() + ": " + Checks.message(v.check(), v.subject(), v.detail()))
                    .collect(Collectors.joining("\n"));
            return violations.size() + " violations " + failure + "\n" + messages;
        }
    }

    RandomProgram with(String family, String choice) {
        Map<String, String> changed = new TreeMap<>(policies);
        changed.put(family, choice);
        return new RandomProgram(
                seed, arch, pageBytes, cpus, memoryBytes, tlbEntries, jitterPermille, fine, changed, processes);
    }

    RandomProgram with(List<ProcessSpec> changed) {
        return new RandomProgram(
                seed, arch, pageBytes, cpus, memoryBytes, tlbEntries, jitterPermille, fine, policies, changed);
    }

    RandomProgram withJitter(int permille) {
        return new RandomProgram(
                seed, arch, pageBytes, cpus, memoryBytes, tlbEntries, permille, fine, policies, processes);
    }

    RandomProgram withGranularity(boolean finer) {
        return new RandomProgram(
                seed, arch, pageBytes, cpus, memoryBytes, tlbEntries, jitterPermille, finer, policies, processes);
    }

    /** The same with one thread's operations changed. */
    RandomProgram withOps(int process, int thread, UnaryOperator<List<Op>> change) {
        List<ProcessSpec> changed = new ArrayList<>(processes);
        ProcessSpec spec = changed.get(process);
        List<ThreadSpec> threads = new ArrayList<>(spec.threads());
        ThreadSpec old = threads.get(thread);
        threads.set(thread, new ThreadSpec(old.name(), old.cpu(), change.apply(old.program())));
        changed.set(process, new ProcessSpec(spec.name(), threads, spec.forked()));
        return with(changed);
    }

    private Simulation.Setup setup() {
        TestMachine machine = new TestMachine()
                .arch(arch)
                .basePage(pageBytes)
                .cpus(cpus)
                .memory(memoryBytes)
                .tlb(tlbEntries, 4)
                .idleState(2000, 900);
        if (jitterPermille > 0) {
            machine.jitter(Jitter.Kind.UNIFORM, jitterPermille);
        }
        Workload workload = new Workload(processes, List.of(), List.of());
        return new Simulation.Setup(machine.build(), Policies.of(policies), workload, seed, fine, Checks.names());
    }

    Result run() {
        return run((type, timeNs, actor, cause, a, b, c, d) -> {});
    }

    Result run(FactSink sink) {
        return run(new DirectRun(setup(), sink));
    }

    /** A run that ends with an exception has its violations, too. */
    static Result run(DirectRun run) {
        try {
            return new Result(run.run().violations(), "");
        } catch (RuntimeException e) {
            String at = Stream.of(e.getStackTrace())
                    .filter(frame -> frame.getClassName().startsWith("org.mmsim.engine"))
                    .findFirst()
                    .map(StackTraceElement::toString)
                    .orElse("nowhere");
            return new Result(run.violations(), e.toString().replaceAll("[0-9]+", "N") + " at " + at);
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append("seed ").append(seed).append(", ").append(arch.label()).append(", ");
        text.append(pageBytes >> 10).append(" KiB pages, ").append(cpus).append(" CPUs, ");
        text.append(memoryBytes >> 20).append(" MiB, ").append(tlbEntries).append(" TLB entries, jitter ");
        text.append(jitterPermille).append(fine ? ", fine " : ", batch ").append(policies);
        for (int process = 0; process < processes.size(); process++) {
            ProcessSpec spec = processes.get(process);
            for (ThreadSpec thread : spec.threads()) {
                if (!thread.program().isEmpty()) {
                    text.append("\n  process ").append(process + 1).append(spec.forked() ? " (forked)" : "");
                    text.append(" on CPU ").append(thread.cpu());
                    thread.program().forEach(op -> text.append("\n    ").append(op));
                }
            }
        }
        return text.toString();
    }
}
