package org.mmsim.engine.kernel.sched;

import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.InterruptFrame;
import org.mmsim.engine.cpu.KernelEntries;
import org.mmsim.engine.cpu.Task;
import org.mmsim.engine.kernel.smp.SmpCallFunctionInterrupt;
import org.mmsim.engine.profile.Arch;

/** The kernel's functions that CPUs enter by themselves. */
public final class Entries implements KernelEntries {

    @Override
    public InterruptFrame interrupt() {
        return new SmpCallFunctionInterrupt();
    }

    @Override
    public Frame contextSwitch(Cpu cpu, Task next) {
        return cpu.machine().profile().arch() == Arch.X86_64 ? new SwitchMm(next) : new ContextSwitch(next);
    }
}
