package org.mmsim.engine.kernel.sched;

import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.cpu.Task;
import org.mmsim.engine.kernel.tlb.LoadedMms;
import org.mmsim.engine.machine.CpuTlbState;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/**
 * switch_mm_irqs_off of x86 (arch/x86/mm/tlb.c), on the stack of the thread that comes in. The CPU says that it is
 * switching and enters the mask before it reads the mm's tlb_gen, with a full barrier between: a flush either sees it
 * on its way and calls it, or has advanced the generation before it is read.
 */
final class SwitchMm extends Frame {
    private static final Program<SwitchMm> PROGRAM = Program.<SwitchMm>of(KernelFunction.switch_mm_irqs_off)
            .irqsOff()
            .when((cpu, f) -> !f.sameMm(cpu))
            .step((cpu, f) -> LoadedMms.startSwitching(cpu))
            .step((cpu, f) -> LoadedMms.enterCpumask(cpu, f.next.process()))
            .step((cpu, f) -> f.readTlbGen(cpu))
            .step((cpu, f) -> f.storesVisible(cpu))
            .step((cpu, f) -> f.asid = LoadedMms.writeCr3(cpu, f.next.process(), f.tlbGen))
            .step((cpu, f) -> LoadedMms.loaded(cpu, f.next.process(), f.asid, f.tlbGen))
            .end()
            .when((cpu, f) -> f.lazy(cpu))
            .step((cpu, f) -> LoadedMms.leaveLazy(cpu))
            .step((cpu, f) -> LoadedMms.catchUp(cpu))
            .end()
            .step((cpu, f) -> ContextSwitch.switched(cpu, f.next))
            .irqsOn()
            .build();

    private final Task next;
    private long tlbGen;
    private int asid;

    SwitchMm(Task next) {
        super(PROGRAM);
        this.next = next;
    }

    /** The value is that of the beginning of the read. */
    private void readTlbGen(Cpu cpu) {
        int mm = next.process();
        tlbGen = cpu.machine().mm(mm).tlbGen();
        cpu.spend(cpu.kernel().tlbGenLine(mm).read(cpu.kernel().costs(), cpu.index(), cpu.nowNs()));
    }

    /** The write to CR3 that follows waits for that. */
    private void storesVisible(Cpu cpu) {
        if (!cpu.storeBuffer().isEmpty()) {
            cpu.spend(CostId.STORE_DRAIN);
        }
    }

    private boolean sameMm(Cpu cpu) {
        CpuTlbState state = cpu.state().tlbState();
        return state.loadedMm() == next.process() && !state.switching();
    }

    private boolean lazy(Cpu cpu) {
        return sameMm(cpu) && cpu.state().tlbState().lazy();
    }
}
