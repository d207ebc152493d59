package org.mmsim.scenarios.conform.sim;

import static org.mmsim.protocol.Event.OPERATION_FINISHED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.OPERATION_STARTED_FIELD_NUMBER;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.event.FactSink;
import org.mmsim.engine.machine.Machine;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.scenarios.conform.recording.OpField;
import org.mmsim.scenarios.conform.recording.OpRecord;
import org.mmsim.scenarios.conform.recording.Recording.Entry;
import org.mmsim.scenarios.conform.script.Action;
import org.mmsim.scenarios.conform.script.Region;
import org.mmsim.scenarios.conform.script.Script;
import org.mmsim.scenarios.conform.script.ScriptLine;
import org.mmsim.scenarios.conform.script.Statement;

/** Takes the facts of a run and writes down what each line of its script did. */
final class ScriptObserver implements FactSink {
    private final Machine machine;
    private final Script script;
    private final List<List<Optional<ScriptLine>>> lines;
    private final CheckpointRecorder checkpoints;
    private final List<Entry> entries = new ArrayList<>();
    /** Operations begun so far, by thread. */
    private final Map<Integer, Integer> begun = new TreeMap<>();
    /** Names of the regions that a process has mapped or inherited. */
    private final Map<String, Set<String>> regions = new TreeMap<>();

    private final List<String> alive = new ArrayList<>();
    private long faultsBefore;

    ScriptObserver(Machine machine, Script script, CompiledScript compiled, CheckpointRecorder checkpoints) {
        this.machine = machine;
        this.script = script;
        this.lines = compiled.lines();
        this.checkpoints = checkpoints;
    }

    /** What the lines did, in their order. */
    List<Entry> entries() {
        return List.copyOf(entries);
    }

    @Override
    public void append(int type, long timeNs, int actor, long cause, long a, long b, long c, long d) {
        if (type == OPERATION_STARTED_FIELD_NUMBER) {
            begun.merge((int) a, 1, Integer::sum);
            faultsBefore = faults();
        } else if (type == OPERATION_FINISHED_FIELD_NUMBER) {
            ScriptLine line = lineOf((int) a);
            if (line != null) {
                finished(line, c);
            }
        }
    }

    private @Nullable ScriptLine lineOf(int thread) {
        int number = begun.getOrDefault(thread, 0);
        List<Optional<ScriptLine>> program = lines.get(thread);
        // A program that has come to its end is followed by an exit of its own.
        return number > program.size() ? null : program.get(number - 1).orElse(null);
    }

    private long faults() {
        return machine.count(KernelFunction.do_user_addr_fault);
    }

    private void finished(ScriptLine line, long error) {
        Statement statement = line.statement();
        alive.addAll(statement.begins());
        if (statement instanceof Statement.Checkpoint checkpoint) {
            entries.add(checkpoints.record(line.number(), checkpoint.name(), subjects()));
        } else if (!(statement instanceof Statement.Proc)) {
            entries.add(new OpRecord(line.number(), line.text(), fields(statement, error)));
        }
        if (statement instanceof Statement.OfProcess of && error == 0) {
            follow(of.process(), of.action());
        }
    }

    private Map<OpField, String> fields(Statement statement, long error) {
        Map<OpField, String> fields = new EnumMap<>(OpField.class);
        fields.put(OpField.RC, error == 0 ? "0" : "-1");
        if (error != 0) {
            fields.put(OpField.ERRNO, Long.toString(error));
        }
        boolean counted = statement instanceof Statement.OfProcess of
                && !(of.action() instanceof Action.Fork)
                && of.action() != Action.Simple.EXIT;
        if (counted) {
            fields.put(OpField.MINFLT, Long.toString(faults() - faultsBefore));
            fields.put(OpField.MAJFLT, "0");
        }
        return fields;
    }

    private void follow(String process, Action action) {
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

    private List<CheckpointRecorder.Subject> subjects() {
        List<String> numbers = script.processes();
        List<CheckpointRecorder.Subject> subjects = new ArrayList<>();
        for (String process : numbers) {
            if (alive.contains(process)) {
                Set<String> names = Objects.requireNonNull(regionsOf(process));
                List<Region> its = script.regions().stream()
                        .filter(region -> names.contains(region.name()))
                        .toList();
                subjects.add(new CheckpointRecorder.Subject(process, numbers.indexOf(process) + 1, its));
            }
        }
        return subjects;
    }
}
