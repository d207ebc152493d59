package org.mmsim.engine.kernel.tlb;

import static org.mmsim.protocol.Event.TLB_GEN_REACHED_FIELD_NUMBER;

import org.mmsim.engine.cpu.CallData;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.machine.CpuTlbState;
import org.mmsim.engine.mm.Mm;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.protocol.TlbInstruction;

/** flush_tlb_func of x86 for a batch of unmapped pages of any mms: whatever the CPU runs is brought up to date. */
record FlushBatchFunc() implements CallData {

    @Override
    public KernelFunction function() {
        return KernelFunction.flush_tlb_func;
    }

    @Override
    public boolean wants(Cpu target) {
        return !target.state().tlbState().lazy();
    }

    @Override
    public void runOn(Cpu cpu) {
        CpuTlbState state = cpu.state().tlbState();
        if (state.loadedMm() == CpuTlbState.INIT_MM || state.loadedGlobally()) {
            return;
        }
        if (state.lazy()) {
            LoadedMms.loadInitMm(cpu);
            return;
        }
        Mm mm = cpu.machine().mm(state.loadedMm());
        if (state.tlbGen(state.loadedAsid()) != mm.tlbGen()) {
            TlbInstructions.here(cpu, mm, cpu.asid(), TlbInstruction.mov_cr3, 0, 0, 1, true);
            cpu.record(TLB_GEN_REACHED_FIELD_NUMBER, mm.id(), mm.tlbGen());
        }
    }
}
