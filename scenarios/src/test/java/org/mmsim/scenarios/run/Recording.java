package org.mmsim.scenarios.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.mmsim.actors.Simulation;
import org.mmsim.engine.check.Checks;
import org.mmsim.engine.event.Fact;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.policy.Policies;
import org.mmsim.protocol.RunEnd;
import org.mmsim.protocol.RunIdentity;
import org.mmsim.scenarios.format.Granularity;
import org.mmsim.scenarios.format.Scenario;
import org.mmsim.scenarios.format.Setting;
import org.mmsim.storage.JournalWriter;

/**
 * A run that was carried out for a test, with all its facts in memory.
 *
 * @param machine as it was at the end
 */
public record Recording(Scenario scenario, List<Fact> facts, Machine machine) {

    /** Three walkers on the huge pages that a fourth thread unmaps; {@code $policy} keeps them apart, or does not. */
    private static final String WALKERS = """
            mmsim: 1
            name: walkers
            description: for tests
            machine: power9-4
            seed: $seed
            granularity: $granularity
            kernel: {lockless_walk: $policy, mm_cpumask: $cpumask}
            processes:
              - name: A
                threads:
                  - name: main
                    cpu: 0
                    run:
                      - map: {name: buf, size: 8MiB}
                      - map: {name: small, size: 256KiB, huge: false}
                      - touch: {of: buf, stride: 2MiB}
                      - touch: {of: small, stride: 64KiB}
                      - barrier: ready
                      - compute: 3us
                      - unmap: {of: buf, metric: munmap_ns}
                      - signal: done
                      - barrier: finished
                      - exit: {}
                  - name: walker
                    cpus: {last: 3, count: 3}
                    run:
                      - barrier: ready
                      - touch: {of: small, stride: 64KiB}
                      - repeat:
                          until: done
                          run:
                            - walk: {of: buf, walker: gup-fast, stride: 2MiB, pick: random, hold: 2us}
                            - walk: {of: buf, walker: pte-pointer, stride: 2MiB, pick: random, hold: 2us}
                            - compute: 700ns
                      - barrier: finished
                      - exit: {}
              - name: B
                threads:
                  - name: other
                    cpu: 1
                    run:
                      - map: {name: own, size: 2MiB}
                      - touch: {of: own, size: 2MiB, stride: 64KiB}
                      - unmap: {of: own, size: 64KiB}
                      - sleep: 10us
                      - exit: {}
            """;

    /** A run of the walkers under the policies. */
    public static Recording of(String locklessWalk, String cpumask, String granularity, int seed) {
        return of(WALKERS.replace("$policy", locklessWalk)
                .replace("$cpumask", cpumask)
                .replace("$granularity", granularity)
                .replace("$seed", Integer.toString(seed)));
    }

    /** A run of the walkers, kept apart by interrupts. */
    public static Recording ofWalkers() {
        return of("always", "never-cleared", "batch", 1);
    }

    /** A run of a scenario. */
    public static Recording of(String scenarioText) {
        return of(Identities.loader().read(scenarioText, "recording"));
    }

    /** A run of a scenario of the library with a mistake planted in its kernel. */
    public static Recording ofLibrary(String name, String plantedBug, long seed) {
        Setting setting = Setting.parse("kernel.planted_bug=" + plantedBug);
        return of(Identities.loader().load(name, List.of(setting), OptionalLong.of(seed)));
    }

    private static Recording of(Scenario scenario) {
        List<Fact> facts = new ArrayList<>();
        Simulation.Setup setup = new Simulation.Setup(
                scenario.machine(),
                Policies.of(scenario.kernel()),
                scenario.workload(),
                scenario.seed(),
                scenario.granularity() == Granularity.FINE,
                Checks.names());
        try {
            Simulation.Outcome outcome = new Simulation(setup, machine -> (type, timeNs, actor, cause, a, b, c, d) -> {
                        Fact fact = new Fact();
                        fact.set(facts.size() + 1, timeNs, type, actor, cause, a, b, c, d);
                        facts.add(fact);
                    })
                    .run((simulatedNs, events) -> {});
            return new Recording(scenario, List.copyOf(facts), outcome.machine());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes the journal of the run to a directory, in chunks of the size. */
    public void write(Path directory, int eventsPerChunk) {
        try (JournalWriter writer = JournalWriter.create(directory, identity(eventsPerChunk))) {
            append(writer, facts.size());
            writer.finish(RunEnd.newBuilder()
                    .setSimulatedNs(facts.get(facts.size() - 1).timeNs)
                    .putMetrics("munmap_ns", 1.5)
                    .putCounters("ipi_sent", 7)
                    .build());
        }
    }

    /** Writes only the first events, as a run that was killed leaves them. */
    public void writeIncomplete(Path directory, int eventsPerChunk, int events) {
        try (JournalWriter writer = JournalWriter.create(directory, identity(eventsPerChunk))) {
            append(writer, events);
        }
    }

    private RunIdentity identity(int eventsPerChunk) {
        return Identities.of(scenario, Checks.names()).toBuilder()
                .setEventsPerChunk(eventsPerChunk)
                .build();
    }

    private void append(JournalWriter writer, int events) {
        for (Fact f : facts.subList(0, events)) {
            writer.append(f.type, f.timeNs, f.actor, f.cause, f.a, f.b, f.c, f.d);
        }
    }
}
