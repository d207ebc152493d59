package org.mmsim.scenarios.conform.sim;

import static org.mmsim.protocol.Event.OPERATION_COUNTED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.OPERATION_FINISHED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.OPERATION_STARTED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PAGES_READ_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PAGE_FAULTED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.SIGNAL_RAISED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.THREAD_EXITED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TLB_INSTRUCTION_ISSUED_FIELD_NUMBER;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.event.FactSink;
import org.mmsim.protocol.Operation;
import org.mmsim.scenarios.conform.recording.OpRecord;
import org.mmsim.scenarios.conform.recording.Recording.Entry;
import org.mmsim.scenarios.conform.script.Action;
import org.mmsim.scenarios.conform.script.Script;
import org.mmsim.scenarios.conform.script.ScriptLine;
import org.mmsim.scenarios.conform.script.Statement;

/** Takes the facts of a run and writes down what each line of its script did. Only one line at a time does anything. */
final class ScriptObserver implements FactSink {
    private final List<List<Optional<ScriptLine>>> lines;
    private final CheckpointRecorder checkpoints;
    private final LiveProcesses processes;
    private final List<Entry> entries = new ArrayList<>();
    /** Operations begun so far, by thread. */
    private final Map<Integer, Integer> begun = new TreeMap<>();

    private OperationRecord current = new OperationRecord();

    ScriptObserver(Script script, CompiledScript compiled, CheckpointRecorder checkpoints) {
        lines = compiled.lines();
        this.checkpoints = checkpoints;
        processes = new LiveProcesses(script);
    }

    /** What the lines did, in their order. */
    List<Entry> entries() {
        return List.copyOf(entries);
    }

    @Override
    public void append(int type, long timeNs, int actor, long cause, long a, long b, long c, long d) {
        switch (type) {
            case OPERATION_STARTED_FIELD_NUMBER -> {
                begun.merge((int) a, 1, Integer::sum);
                // A child that waits for its turn begins that while its parent's fork is still going on.
                if (lineOf((int) a) != null) {
                    current = new OperationRecord();
                }
            }
            case PAGE_FAULTED_FIELD_NUMBER -> current.fault(d != 0);
            case PAGES_READ_FIELD_NUMBER -> current.accesses().read(c, d);
            case SIGNAL_RAISED_FIELD_NUMBER -> current.accesses().signal(c);
            case TLB_INSTRUCTION_ISSUED_FIELD_NUMBER -> current.tlbInstructions(a, d);
            case OPERATION_COUNTED_FIELD_NUMBER -> current.count(b);
            case OPERATION_FINISHED_FIELD_NUMBER -> {
                ScriptLine line = lineOf((int) a);
                if (line != null) {
                    finished(line, c);
                } else if (b == Operation.OP_DRAIN_VALUE) {
                    checkpoints.goOn();
                }
            }
            case THREAD_EXITED_FIELD_NUMBER -> {
                // What comes to an end with its thread finishes without saying so.
                ScriptLine line = lineOf((int) a);
                if (line != null) {
                    finished(line, 0);
                }
            }
            default -> {
                // Other facts show in the state of the machine.
            }
        }
    }

    private @Nullable ScriptLine lineOf(int thread) {
        int number = begun.getOrDefault(thread, 0);
        List<Optional<ScriptLine>> program = lines.get(thread);
        // A program that has come to its end is followed by an exit of its own.
        return number > program.size() ? null : program.get(number - 1).orElse(null);
    }

    private void finished(ScriptLine line, long error) {
        Statement statement = line.statement();
        processes.begin(statement);
        if (statement instanceof Statement.Checkpoint checkpoint) {
            entries.add(checkpoints.record(line.number(), checkpoint.name(), processes.subjects()));
        } else if (statement instanceof Statement.Proc) {
            checkpoints.rebase();
        } else {
            entries.add(new OpRecord(line.number(), line.text(), current.fields(statement, error)));
        }
        if (statement instanceof Statement.OfProcess of && of.action() instanceof Action.Fork) {
            // Until the batches are drained, which is not what the script says.
            checkpoints.pause();
        }
        if (statement instanceof Statement.OfProcess of && error == 0) {
            processes.follow(of.process(), of.action());
        }
    }
}
