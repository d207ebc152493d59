package org.mmsim.scenarios.format;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mmsim.engine.profile.MachineProfile;
import org.mmsim.engine.workload.Workload;

/**
 * A scenario, ready to run: overrides and parameters applied, jitter merged into the machine's costs,
 * every range an address. Names of processes and threads are in the workload.
 *
 * @param seed of every random choice, not negative
 * @param kernel name of the policy for each key under {@code kernel}, defaults included
 * @param canonicalText YAML from which loading gives an equal scenario, whatever library is installed
 */
public record Scenario(
        String name,
        String description,
        MachineProfile machine,
        long seed,
        Granularity granularity,
        Map<String, String> kernel,
        Workload workload,
        List<Expectation> expectations,
        String canonicalText) {

    public Scenario {
        kernel = Collections.unmodifiableMap(new TreeMap<>(kernel));
        expectations = List.copyOf(expectations);
    }
}
