package org.mmsim.engine.process;

import static org.mmsim.protocol.Event.THREAD_EXITED_FIELD_NUMBER;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.tlb.LoadedMms;
import org.mmsim.engine.kernel.unmap.ExitMmap;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/** exit: the last thread of a process takes its address space down. */
final class ThreadExit extends Frame {
    private static final Program<ThreadExit> PROGRAM = Program.<ThreadExit>of(KernelFunction.no_function)
            .step((cpu, f) -> cpu.spend(CostId.SYSCALL))
            .step((cpu, f) -> LoadedMms.enterLazy(cpu))
            .call((cpu, f) -> f.last.getAsBoolean() ? new ExitMmap(cpu.mm()) : null)
            .step((cpu, f) -> f.closeFiles.accept(cpu))
            .step((cpu, f) -> f.exit(cpu))
            .build();

    private final BooleanSupplier last;
    private final Consumer<Cpu> closeFiles;
    private final Consumer<Cpu> after;

    /**
     * @param last whether no other thread of the process is left
     * @param closeFiles exit_files, after the process's memory has gone
     * @param after what the end of the process's memory sets off
     */
    ThreadExit(BooleanSupplier last, Consumer<Cpu> closeFiles, Consumer<Cpu> after) {
        super(PROGRAM);
        this.last = last;
        this.closeFiles = closeFiles;
        this.after = after;
    }

    private void exit(Cpu cpu) {
        cpu.follow(cpu.record(THREAD_EXITED_FIELD_NUMBER, cpu.current().thread()));
        cpu.exit();
        // A thread that has ended takes no further step.
        after.accept(cpu);
    }
}
