package org.mmsim.scenarios.conform.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.mmsim.engine.machine.ThpControls;
import org.mmsim.engine.mm.VmFlags;
import org.mmsim.engine.workload.Advice;
import org.mmsim.engine.workload.Op;
import org.mmsim.engine.workload.Workload;
import org.mmsim.engine.workload.Workload.ProcessSpec;
import org.mmsim.engine.workload.Workload.ThreadSpec;
import org.mmsim.protocol.ThpControl;
import org.mmsim.scenarios.conform.KernelPreset;
import org.mmsim.scenarios.conform.script.Action;
import org.mmsim.scenarios.conform.script.Script;
import org.mmsim.scenarios.conform.script.ScriptLine;
import org.mmsim.scenarios.conform.script.Statement;

/**
 * Makes a workload of a script. Every process is a thread on CPU 0, and so is the administrator, who carries out what
 * belongs to no process. They take turns: what one of them does without a break is a turn.
 */
final class ScriptCompiler {
    private static final String ADMINISTRATOR = "administrator";
    /** Of a 2 MiB folio. */
    private static final int PMD_ORDER = 9;
    /** Where the administrator has a page of its own for a moment. */
    private static final long SCRATCH = 0x10_0000_0000L;
    /** Where a static program is linked to. */
    private static final long IMAGE = 0x40_0000L;

    private final Script script;
    private final Operations operations;
    private final Map<String, Program> programs = new LinkedHashMap<>();
    private final Set<String> forked = new TreeSet<>();
    private final Set<String> exited = new TreeSet<>();
    private int turn;

    private static final class Program {
        final List<Op> ops = new ArrayList<>();
        final List<Optional<ScriptLine>> lines = new ArrayList<>();

        void add(Op op, Optional<ScriptLine> line) {
            ops.add(op);
            lines.add(line);
        }

        void add(Op op) {
            add(op, Optional.empty());
        }
    }

    private ScriptCompiler(Script script, KernelPreset kernel) {
        this.script = script;
        operations = new Operations(script, kernel);
        programs.put(ADMINISTRATOR, new Program());
        script.processes().forEach(process -> programs.put(process, new Program()));
    }

    /**
     * The workload of a script in which nothing is unsupported.
     *
     * @param zeroPageAccessed whether the zero page has been looked up since the boot
     */
    static CompiledScript compile(Script script, KernelPreset kernel, boolean zeroPageAccessed) {
        return new ScriptCompiler(script, kernel).compile(zeroPageAccessed);
    }

    private CompiledScript compile(boolean zeroPageAccessed) {
        String running = ADMINISTRATOR;
        prepare(program(running));
        if (zeroPageAccessed) {
            accessZeroPage(program(running));
        }
        for (ScriptLine line : script.lines()) {
            if (line.statement() instanceof Statement.Proc proc) {
                mapImage(program(proc.process()));
            }
        }
        for (ScriptLine line : script.lines()) {
            String next = line.statement() instanceof Statement.OfProcess of ? of.process() : ADMINISTRATOR;
            if (!next.equals(running)) {
                handOver(running, next);
                running = next;
            }
            program(running).add(operations.op(line.statement()).orElseThrow(), Optional.of(line));
            follow(running, line.statement());
        }
        takeLeave(running);
        List<ProcessSpec> processes = new ArrayList<>();
        programs.forEach((name, program) -> processes.add(
                new ProcessSpec(name, List.of(new ThreadSpec("main", 0, program.ops)), forked.contains(name))));
        return new CompiledScript(
                new Workload(processes, List.of(), List.of()),
                programs.values().stream().map(program -> program.lines).toList());
    }

    /** What every script starts from. */
    private void prepare(Program administrator) {
        script.files().forEach(file -> administrator.add(operations.create(file)));
        administrator.add(new Op.SetThp(ThpControl.THP_GLOBAL_ENABLED, 0, ThpControls.MADVISE));
        administrator.add(new Op.SetThp(ThpControl.THP_SIZE_ENABLED, PMD_ORDER, ThpControls.NEVER));
    }

    /** Looks the zero page up as MADV_POPULATE_READ of an earlier script did. */
    private static void accessZeroPage(Program administrator) {
        administrator.add(new Op.Map(SCRATCH, Script.PAGE_BYTES, VmFlags.VM_READ | VmFlags.VM_MAY_ALL, ""));
        administrator.add(new Op.Madvise(SCRATCH, Script.PAGE_BYTES, Advice.POPULATE_READ, ""));
        administrator.add(new Op.Unmap(SCRATCH, Script.PAGE_BYTES, ""));
    }

    /** The recording program's own image keeps the tables above the regions from going when a region does. */
    private static void mapImage(Program process) {
        process.add(new Op.Map(IMAGE, Script.PAGE_BYTES, VmFlags.VM_READ | VmFlags.VM_MAY_ALL, ""));
    }

    private void follow(String process, Statement statement) {
        if (statement instanceof Statement.OfProcess of) {
            if (of.action() instanceof Action.Fork fork) {
                forked.add(fork.child());
                // As when a process begins.
                program(process).add(new Op.Drain());
            } else if (of.action() == Action.Simple.EXIT) {
                exited.add(process);
            }
        }
    }

    /** The exit of a process passes its turn by itself, once nothing is left of it. */
    private void handOver(String from, String to) {
        if (!exited.contains(from)) {
            program(from).add(new Op.PassTurn());
        }
        turn++;
        program(to).add(new Op.AwaitTurn(turn));
    }

    /** Whoever is left waits until the script is over, and then exits when the one before has. */
    private void takeLeave(String last) {
        String running = last;
        for (String process : programs.keySet()) {
            if (!exited.contains(process) && !process.equals(last)) {
                handOver(running, process);
                running = process;
            }
        }
    }

    private Program program(String process) {
        return Objects.requireNonNull(programs.get(process), process);
    }
}
