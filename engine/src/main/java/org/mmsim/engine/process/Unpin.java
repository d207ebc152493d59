package org.mmsim.engine.process;

import java.util.function.Consumer;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/** Gives up what a process has by a handle. */
final class Unpin extends Frame {
    private static final Program<Unpin> PROGRAM = Program.<Unpin>of(KernelFunction.unpin_user_pages)
            .step((cpu, f) -> cpu.spend(CostId.SYSCALL))
            .step((cpu, f) -> f.close.accept(cpu))
            .build();

    private final Consumer<Cpu> close;

    Unpin(Consumer<Cpu> close) {
        super(PROGRAM);
        this.close = close;
    }
}
