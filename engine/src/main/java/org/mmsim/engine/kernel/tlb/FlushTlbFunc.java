package org.mmsim.engine.kernel.tlb;

import static org.mmsim.protocol.Event.TLB_GEN_REACHED_FIELD_NUMBER;

import org.mmsim.engine.cpu.Bug;
import org.mmsim.engine.cpu.CallData;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.CpumaskPolicy;
import org.mmsim.engine.machine.CpuTlbState;
import org.mmsim.engine.mm.Mm;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.protocol.TlbInstruction;

/** flush_tlb_func of x86, with interrupts off: one CPU flushes what it was asked to, or all that it has missed. */
record FlushTlbFunc(FlushTlbInfo info) implements CallData {

    @Override
    public KernelFunction function() {
        return KernelFunction.flush_tlb_func;
    }

    /**
     * should_flush_tlb: a CPU that is lazy, or runs something else, will look at the generation before it uses the mm
     * again; one on its way to an mm may have looked already. Freed tables matter to lazy CPUs, too, for they walk them.
     */
    @Override
    public boolean wants(Cpu target) {
        CpuTlbState state = target.state().tlbState();
        if (info.freedTables() && !target.planted(Bug.FREED_TABLES_SKIP_LAZY)) {
            return true;
        }
        if (state.switching()) {
            return !target.planted(Bug.FLUSH_SKIPS_SWITCHING);
        }
        return !state.lazy() && state.loadedMm() == info.mm().id();
    }

    @Override
    public boolean mayAcknowledgeEarly() {
        return !info.freedTables();
    }

    @Override
    public void runOn(Cpu cpu) {
        CpuTlbState state = cpu.state().tlbState();
        Mm mm = info.mm();
        if (state.loadedMm() != mm.id()) {
            if (cpu.kernel().policies().cpumask() == CpumaskPolicy.TRIMMED && !state.switching()) {
                LoadedMms.clearCpumask(cpu, mm.id());
            }
            return;
        }
        if (state.lazy()) {
            LoadedMms.loadInitMm(cpu);
            return;
        }
        if (mm.globalAsid() > 0 && !state.loadedGlobally()) {
            LoadedMms.load(cpu, mm.id(), mm.tlbGen());
        }
        if (state.loadedGlobally()) {
            return;
        }
        long localGen = state.tlbGen(state.loadedAsid());
        long mmGen = mm.tlbGen();
        cpu.spend(cpu.kernel().tlbGenLine(mm.id()).read(cpu.kernel().costs(), cpu.index(), cpu.nowNs()));
        if (info.newGen() <= localGen || localGen == mmGen) {
            return;
        }
        boolean nextFlush = info.newGen() == localGen + 1 && info.newGen() == mmGen;
        if (info.length() > 0 && (nextFlush || cpu.planted(Bug.PARTIAL_FLUSH_SKIPS_GENERATIONS))) {
            TlbInstructions.here(
                    cpu, mm, cpu.asid(), TlbInstruction.invlpg, info.start(), info.length(), info.pages(), true);
        } else {
            TlbInstructions.here(cpu, mm, cpu.asid(), TlbInstruction.mov_cr3, 0, 0, 1, true);
        }
        cpu.record(TLB_GEN_REACHED_FIELD_NUMBER, mm.id(), mmGen);
    }
}
