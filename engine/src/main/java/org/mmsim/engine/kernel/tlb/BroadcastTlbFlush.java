package org.mmsim.engine.kernel.tlb;

import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.machine.CpuState;
import org.mmsim.engine.machine.CpuTlbState;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.protocol.TlbInstruction;

/**
 * broadcast_tlb_flush of x86 (AMD's INVLPGB, 6.15 on): invalidates the mm's global ASID on all CPUs without interrupts.
 * CPUs that still run the mm under an ASID of their own are called once, to change over.
 */
final class BroadcastTlbFlush extends Frame {
    /** invlpgb_count_max: pages that one INVLPGB can name. */
    private static final int COUNT_MAX = 8;

    private static final Program<BroadcastTlbFlush> PROGRAM = Program.<BroadcastTlbFlush>of(
                    KernelFunction.broadcast_tlb_flush)
            .step((cpu, f) -> f.issue(cpu))
            .call((cpu, f) -> f.finishAsidTransition(cpu))
            .step((cpu, f) -> cpu.spend(CostId.TLB_SYNC))
            .await((cpu, f) -> cpu.invalidationsOutstanding() == 0 ? 0 : Program.NOT_YET)
            .build();

    private final FlushTlbFunc call;
    private final FlushTlbInfo info;

    BroadcastTlbFlush(FlushTlbFunc call) {
        super(PROGRAM);
        this.call = call;
        info = call.info();
    }

    private void issue(Cpu cpu) {
        int nr = info.length() == 0 ? 1 : (info.pages() + COUNT_MAX - 1) / COUNT_MAX;
        int pcid = CpuState.pcid(info.mm().globalAsid());
        TlbInstructions.everywhere(cpu, info.mm(), pcid, TlbInstruction.invlpgb, info.start(), info.length(), nr, true);
    }

    private @Nullable Frame finishAsidTransition(Cpu cpu) {
        Mm mm = info.mm();
        for (int other = 0; other < cpu.machine().cpuCount(); other++) {
            CpuTlbState state = cpu.machine().cpu(other).tlbState();
            boolean own = state.switching() || state.loadedMm() == mm.id() && !state.loadedGlobally();
            if (mm.inCpumask(other) && own) {
                return new NativeFlushTlbMulti(mm.cpumask().clone(), call, mm.inCpumask(cpu.index()));
            }
        }
        return null;
    }
}
