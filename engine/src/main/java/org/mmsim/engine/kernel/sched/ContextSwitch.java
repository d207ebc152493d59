package org.mmsim.engine.kernel.sched;

import static org.mmsim.protocol.Event.CONTEXT_SWITCHED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.CPUMASK_SET_FIELD_NUMBER;

import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.cpu.Task;
import org.mmsim.engine.mm.Mm;
import org.mmsim.protocol.KernelFunction;

/**
 * The end of a switch, on the stack of the thread that comes in: switch_mm_irqs_off of arm64 and powerpc, whose write to
 * mm_cpumask comes before the first user access and is ordered against the readers of the mask.
 */
final class ContextSwitch extends Frame {
    private static final Program<ContextSwitch> PROGRAM = Program.<ContextSwitch>of(KernelFunction.switch_mm_irqs_off)
            .step((cpu, f) -> f.setCpumask(cpu))
            .step((cpu, f) -> switched(cpu, f.next))
            .build();

    private final Task next;

    ContextSwitch(Task next) {
        super(PROGRAM);
        this.next = next;
    }

    /** The thread runs from here on. */
    static void switched(Cpu cpu, Task next) {
        cpu.follow(cpu.record(CONTEXT_SWITCHED_FIELD_NUMBER, next.thread(), next.process()));
    }

    private void setCpumask(Cpu cpu) {
        Mm mm = cpu.machine().mm(next.process());
        if (!mm.inCpumask(cpu.index())) {
            cpu.record(CPUMASK_SET_FIELD_NUMBER, mm.id(), cpu.index());
        }
    }
}
