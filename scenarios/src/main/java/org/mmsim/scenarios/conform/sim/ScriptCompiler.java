package org.mmsim.scenarios.conform.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mmsim.engine.workload.Op;
import org.mmsim.engine.workload.Workload;
import org.mmsim.engine.workload.Workload.ProcessSpec;
import org.mmsim.engine.workload.Workload.ThreadSpec;
import org.mmsim.scenarios.conform.script.Script;
import org.mmsim.scenarios.conform.script.ScriptLine;
import org.mmsim.scenarios.conform.script.Statement;

/**
 * Makes a workload of a script. Where a statement is of another process than the one before it, both processes meet
 * at a barrier between the two, so that statements happen one after another.
 */
final class ScriptCompiler {
    private final Script script;
    private final Operations operations;
    private final Map<String, Program> programs = new LinkedHashMap<>();
    private final List<String> barriers = new ArrayList<>();

    private static final class Program {
        final List<Op> ops = new ArrayList<>();
        final List<Optional<ScriptLine>> lines = new ArrayList<>();

        void add(Op op, Optional<ScriptLine> line) {
            ops.add(op);
            lines.add(line);
        }
    }

    private ScriptCompiler(Script script) {
        this.script = script;
        operations = new Operations(script);
        script.processes().forEach(process -> programs.put(process, new Program()));
    }

    /** The workload of a script in which nothing is unsupported. */
    static CompiledScript compile(Script script) {
        return new ScriptCompiler(script).compile();
    }

    private CompiledScript compile() {
        String last = script.processes().get(0);
        for (ScriptLine line : script.lines()) {
            String process = line.statement() instanceof Statement.OfProcess of ? of.process() : last;
            if (!process.equals(last)) {
                handOver(last, process);
                last = process;
            }
            program(process).add(operations.require(line.statement()), Optional.of(line));
        }
        List<ProcessSpec> processes = new ArrayList<>();
        programs.forEach((name, program) ->
                processes.add(new ProcessSpec(name, List.of(new ThreadSpec("main", 0, program.ops)))));
        List<List<Optional<ScriptLine>>> lines =
                programs.values().stream().map(program -> program.lines).toList();
        return new CompiledScript(new Workload(processes, barriers, List.of()), lines);
    }

    private void handOver(String from, String to) {
        Op barrier = new Op.Barrier(barriers.size(), 2, "");
        barriers.add("turn-" + barriers.size());
        program(from).add(barrier, Optional.empty());
        program(to).add(barrier, Optional.empty());
    }

    private Program program(String process) {
        return programs.computeIfAbsent(process, name -> {
            throw new IllegalStateException("no process " + name);
        });
    }
}
