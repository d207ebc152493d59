package org.mmsim.engine.kernel.smp;

import static org.mmsim.protocol.Event.IPI_HANDLED_FIELD_NUMBER;

import org.mmsim.engine.cpu.CallData;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.InterruptFrame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/**
 * generic_smp_call_function_interrupt: runs every csd on the queue, oldest first, and unlocks each
 * after its function (flush_smp_call_function_queue, first pass). It leaves no name on the stack: its
 * beginning and end are the facts IpiReceived and IpiHandled.
 */
public final class SmpCallFunctionInterrupt extends InterruptFrame {
    private static final Program<SmpCallFunctionInterrupt> PROGRAM = Program.<SmpCallFunctionInterrupt>of(
                    KernelFunction.no_function)
            .step((cpu, f) -> cpu.spend(f.wakeNs + cpu.cost(CostId.INTERRUPT_ENTRY)))
            .loop((cpu, f) -> cpu.state().queueLength() > 0)
            .step((cpu, f) -> cpu.spend(CostId.CSD_HANDLE))
            .step((cpu, f) -> handle(cpu))
            .end()
            .build();

    private long wakeNs;

    public SmpCallFunctionInterrupt() {
        super(PROGRAM);
    }

    @Override
    protected void prepare(long newWakeNs) {
        rewind();
        wakeNs = newWakeNs;
    }

    private static void handle(Cpu cpu) {
        int sender = cpu.state().queueFirst();
        CallData call = cpu.kernel().cpu(sender).call();
        boolean early = call.mayAcknowledgeEarly() && cpu.kernel().policies().earlyAck();
        if (early) {
            unlock(cpu, sender, call);
        }
        call.runOn(cpu);
        if (!early) {
            unlock(cpu, sender, call);
        }
    }

    private static void unlock(Cpu cpu, int sender, CallData call) {
        cpu.follow(cpu.record(IPI_HANDLED_FIELD_NUMBER, sender, call.function().getNumber()));
        cpu.kernel().ports().csdUnlocked(cpu.index(), sender, cpu.spentNs() + cpu.cost(CostId.LINE_TRANSFER, sender));
    }
}
