package org.mmsim.scenarios.fidelity;

import java.util.ArrayList;
import java.util.List;
import org.mmsim.engine.profile.CostId;
import org.mmsim.engine.profile.Jitter;
import org.mmsim.scenarios.format.Scenario;
import org.mmsim.scenarios.format.ScenarioLoader;
import org.mmsim.scenarios.format.Setting;

/** Scenarios with chance in their costs. */
final class Jittered {

    /** What costs vary by where the machine's profile does not say. */
    static final String DEFAULT_JITTER = "{kind: uniform, spread: 10%}";

    private final ScenarioLoader loader;

    Jittered(ScenarioLoader loader) {
        this.loader = loader;
    }

    /**
     * The scenario with its own jitter, or the default one if it has none, and without what it expects: that is meant for
     * the costs as they are.
     */
    Scenario of(Scenario scenario, long seed) {
        List<Setting> settings = new ArrayList<>(List.of(Setting.seed(seed), Setting.parse("expect=[]")));
        if (!varies(scenario)) {
            settings.add(Setting.parse("jitter.all=" + DEFAULT_JITTER));
        }
        return loader.change(scenario, settings);
    }

    private static boolean varies(Scenario scenario) {
        for (CostId id : CostId.values()) {
            if (scenario.machine().cost(id).jitter().kind() != Jitter.Kind.FIXED) {
                return true;
            }
        }
        return false;
    }
}
