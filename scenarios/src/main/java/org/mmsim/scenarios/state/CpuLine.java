package org.mmsim.scenarios.state;

import java.util.ArrayList;
import java.util.List;
import org.mmsim.engine.machine.CpuState;
import org.mmsim.engine.machine.Machine;
import org.mmsim.scenarios.view.Numbers;

/**
 * What a CPU is about, or several in a row that idle alike.
 *
 * @param cpus {@code cpu 3} or {@code cpu 3-7}
 */
record CpuLine(String cpus, String text) {

    static List<CpuLine> of(MachineAt at, Names names) {
        Machine machine = at.machine();
        List<CpuLine> lines = new ArrayList<>();
        for (int cpu = 0; cpu < machine.cpuCount(); cpu++) {
            int last = cpu;
            while (last + 1 < machine.cpuCount() && idleAlike(machine.cpu(cpu), machine.cpu(last + 1))) {
                last++;
            }
            String text = describe(machine, cpu, last, at.timeNs(), names);
            lines.add(new CpuLine("cpu " + CpuList.range(cpu, last), text));
            cpu = last;
        }
        return lines;
    }

    private static boolean idleAlike(CpuState a, CpuState b) {
        return a.idle() && b.idle() && a.mm() == b.mm() && conditions(a).equals(conditions(b));
    }

    private static String describe(Machine machine, int first, int last, long nowNs, Names names) {
        CpuState cpu = machine.cpu(first);
        StringBuilder text = new StringBuilder();
        if (cpu.idle()) {
            text.append("idle for ").append(idleTimes(machine, first, last, nowNs));
            text.append(cpu.mm() < 0 ? "" : ", keeps the mm of " + names.processText(cpu.mm()));
        } else {
            text.append(cpu.thread() < 0 ? "switching" : names.threadText(cpu.thread()));
            int[] stack = new int[cpu.depth()];
            for (int place = 0; place < stack.length; place++) {
                stack[place] = cpu.functionAt(place);
            }
            text.append(stack.length == 0 ? " in user mode" : " in " + stack(stack));
        }
        return text.append(conditions(cpu)).toString();
    }

    private static String conditions(CpuState cpu) {
        StringBuilder text = new StringBuilder();
        text.append(cpu.irqsOff() ? "; interrupts off" : "").append(cpu.ipiPending() ? "; IPI pending" : "");
        if (cpu.queueLength() > 0) {
            text.append("; csds from CPU");
            for (int place = 0; place < cpu.queueLength(); place++) {
                text.append(place == 0 ? " " : ", ").append(cpu.queued(place));
            }
        }
        return text.toString();
    }

    private static String idleTimes(Machine machine, int first, int last, long nowNs) {
        long shortest = Long.MAX_VALUE;
        long longest = 0;
        for (int cpu = first; cpu <= last; cpu++) {
            long idleNs = nowNs - machine.cpu(cpu).idleSinceNs();
            shortest = Math.min(shortest, idleNs);
            longest = Math.max(longest, idleNs);
        }
        return shortest == longest ? Numbers.time(longest) : Numbers.time(shortest) + " to " + Numbers.time(longest);
    }

    /** Kernel functions from the outermost to the innermost. */
    static String stack(int[] functions) {
        StringBuilder text = new StringBuilder();
        for (int function : functions) {
            text.append(text.length() == 0 ? "" : " > ").append(Names.function(function));
        }
        return text.toString();
    }
}
