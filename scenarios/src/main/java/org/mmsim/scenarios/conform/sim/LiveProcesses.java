package org.mmsim.scenarios.conform.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mmsim.scenarios.conform.script.Action;
import org.mmsim.scenarios.conform.script.Region;
import org.mmsim.scenarios.conform.script.Script;
import org.mmsim.scenarios.conform.script.Statement;

/** Which processes there are, and which regions each of them has mapped or inherited. */
final class LiveProcesses {
    private final Script script;
    private final ProcessNumbers numbers;
    private final Set<String> alive = new TreeSet<>();
    private final Map<String, Set<String>> regions = new TreeMap<>();

    LiveProcesses(Script script) {
        this.script = script;
        numbers = new ProcessNumbers(script);
    }

    /** Takes note of the processes that a statement begins. */
    void begin(Statement statement) {
        alive.addAll(statement.begins());
    }

    /** Takes note of what a process has done. */
    void follow(String process, Action action) {
        if (action instanceof Action.Map map) {
            regionsOf(process).add(map.region());
        } else if (action instanceof Action.Mremap mremap) {
            regionsOf(process).add(mremap.to());
        } else if (action instanceof Action.Fork fork) {
            regionsOf(fork.child()).addAll(regionsOf(process));
        } else if (action == Action.Simple.EXIT) {
            alive.remove(process);
        }
    }

    private Set<String> regionsOf(String process) {
        return regions.computeIfAbsent(process, name -> new TreeSet<>());
    }

    /** What a checkpoint looks at, in the order of the script. */
    List<CheckpointRecorder.Subject> subjects() {
        List<CheckpointRecorder.Subject> subjects = new ArrayList<>();
        for (String process : script.processes()) {
            if (alive.contains(process)) {
                List<Region> its = script.regions().stream()
                        .filter(region -> regionsOf(process).contains(region.name()))
                        .toList();
                subjects.add(new CheckpointRecorder.Subject(process, numbers.of(process), its));
            }
        }
        return subjects;
    }
}
