package org.mmsim.scenarios.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.mmsim.actors.Simulation;
import org.mmsim.engine.policy.Policies;
import org.mmsim.engine.policy.PolicyFamily;
import org.mmsim.engine.policy.Presets;
import org.mmsim.protocol.RunIdentity;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.Version;
import org.mmsim.scenarios.format.Granularity;
import org.mmsim.scenarios.format.PolicyNames;
import org.mmsim.scenarios.format.Scenario;
import org.mmsim.scenarios.format.ScenarioLoader;
import org.mmsim.storage.EventSchema;
import org.mmsim.storage.JournalWriter;

/** What determines a run, as the journal keeps it, and the way back from there to a simulation. */
public final class Identities {
    private Identities() {}

    /** The identity of a run of the scenario under the named checks. */
    public static RunIdentity of(Scenario scenario, List<String> checks) {
        return RunIdentity.newBuilder()
                .setSchemaVersion(EventSchema.VERSION)
                .setSimulatorVersion(Version.current())
                .setScenarioName(scenario.name())
                .setScenario(scenario.canonicalText())
                .setSeed(scenario.seed())
                .addAllChecks(new TreeSet<>(checks))
                .setEventsPerChunk(JournalWriter.DEFAULT_EVENTS_PER_CHUNK)
                .build();
    }

    /**
     * The scenario of a recorded run.
     *
     * @param run what messages call the run
     * @throws InputException if another version of mmsim recorded it
     */
    public static Scenario scenario(RunIdentity identity, String run) {
        if (!identity.getSimulatorVersion().equals(Version.current())) {
            throw new InputException("the run was recorded by mmsim " + identity.getSimulatorVersion() + ", this is "
                    + Version.current() + " (" + run + ")");
        }
        return loader().read(identity.getScenario(), "scenario of " + run);
    }

    /** A loader that knows this version's policies. */
    public static ScenarioLoader loader() {
        return new ScenarioLoader(policyNames());
    }

    private static PolicyNames policyNames() {
        Map<String, List<String>> names = new LinkedHashMap<>();
        for (PolicyFamily family : Policies.families()) {
            String standard = Policies.defaults().getOrDefault(family.key(), "");
            Stream<String> others =
                    family.choices().stream().map(PolicyFamily.Choice::name).filter(name -> !name.equals(standard));
            names.put(family.key(), Stream.concat(Stream.of(standard), others).toList());
        }
        return new PolicyNames(names, Presets.all());
    }

    /** What the simulation of the scenario takes. */
    static Simulation.Setup setup(Scenario scenario, List<String> checks) {
        return new Simulation.Setup(
                scenario.machine(),
                Policies.of(scenario.kernel()),
                scenario.workload(),
                scenario.seed(),
                scenario.granularity() == Granularity.FINE,
                checks);
    }
}
