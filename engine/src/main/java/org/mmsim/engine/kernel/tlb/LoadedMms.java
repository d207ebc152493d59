package org.mmsim.engine.kernel.tlb;

import static org.mmsim.protocol.Event.CPUMASK_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.CPUMASK_SET_FIELD_NUMBER;
import static org.mmsim.protocol.Event.MM_LOADED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.MM_SWITCHING_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TLB_GEN_REACHED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TLB_INSTRUCTION_ISSUED_FIELD_NUMBER;

import org.mmsim.engine.cpu.Bug;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.CpumaskPolicy;
import org.mmsim.engine.machine.CpuState;
import org.mmsim.engine.machine.CpuTlbState;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.profile.Arch;
import org.mmsim.engine.profile.CostId;
import org.mmsim.engine.profile.Feature;
import org.mmsim.protocol.LoadedMm;
import org.mmsim.protocol.StoreLocation;
import org.mmsim.protocol.TlbInstruction;

/** What an x86 CPU has in CR3, and how it changes (arch/x86/mm/tlb.c). */
public final class LoadedMms {
    private LoadedMms() {}

    /** The CPU leaves its mm: it is between two from now on, and out of the old one's mask where the kernel does that. */
    public static void startSwitching(Cpu cpu) {
        CpuTlbState state = cpu.state().tlbState();
        int mm = state.loadedMm();
        if (cpu.planted(Bug.SWITCH_WITHOUT_BARRIER)) {
            cpu.storeBuffer().store(StoreLocation.LOCATION_LOADED_MM, mm, 0, () -> switching(cpu, mm));
        } else {
            switching(cpu, mm);
        }
        if (cpu.kernel().policies().cpumask() == CpumaskPolicy.AT_SWITCH) {
            clearCpumask(cpu, state.loadedMm());
        }
    }

    private static void switching(Cpu cpu, int mm) {
        cpu.record(MM_SWITCHING_FIELD_NUMBER, mm, LoadedMm.LOADED_MM_SWITCHING_VALUE);
    }

    static void clearCpumask(Cpu cpu, int mm) {
        if (mm != CpuTlbState.INIT_MM && cpu.machine().mm(mm).inCpumask(cpu.index())) {
            cpu.spend(cpu.kernel().cpumaskLine(mm).write(cpu.kernel().costs(), cpu.index(), cpu.nowNs()));
            cpu.storeBuffer().drain();
            cpu.record(CPUMASK_CLEARED_FIELD_NUMBER, mm, cpu.index());
        }
    }

    /** Where the bit was set before, no atomic is there to order what comes before and after it (83b0177a6c48). */
    public static void enterCpumask(Cpu cpu, int mm) {
        if (cpu.machine().mm(mm).inCpumask(cpu.index())) {
            if (!cpu.planted(Bug.SWITCH_WITHOUT_BARRIER)) {
                cpu.fullBarrier();
            }
        } else {
            setCpumask(cpu, mm);
        }
    }

    static void setCpumask(Cpu cpu, int mm) {
        if (!cpu.machine().mm(mm).inCpumask(cpu.index())) {
            cpu.storeBuffer().drain();
            cpu.spend(cpu.kernel().cpumaskLine(mm).write(cpu.kernel().costs(), cpu.index(), cpu.nowNs()));
            cpu.record(CPUMASK_SET_FIELD_NUMBER, mm, cpu.index());
        }
    }

    /**
     * choose_new_asid and load_new_mm_cr3: the mm's own ASID if the CPU still has it, else the next in turn, whose
     * translations go.
     *
     * @param tlbGen the mm's generation as it was read after the CPU had entered the mask
     * @return the ASID, for {@link #loaded}
     */
    public static int writeCr3(Cpu cpu, int mm, long tlbGen) {
        cpu.storeBuffer().drain();
        CpuTlbState state = cpu.state().tlbState();
        if (mm != CpuTlbState.INIT_MM && cpu.machine().mm(mm).globalAsid() > 0) {
            // INVLPGB has kept what the CPU knows of it fresh.
            cpu.spend(CostId.TLB_FLUSH_ALL);
            return cpu.machine().mm(mm).globalAsid();
        }
        boolean pcid = cpu.machine().profile().has(Feature.PCID);
        int own = pcid ? state.asidOf(mm) : -1;
        int asid = own >= 0 ? own : pcid ? state.nextAsid() : 0;
        boolean fresh = own >= 0 && state.tlbGen(own) >= tlbGen;
        if (!fresh) {
            flush(cpu, own >= 0 ? mm : state.mmOf(asid), CpuState.pcid(asid));
        } else {
            cpu.spend(CostId.TLB_FLUSH_ALL);
        }
        return asid;
    }

    /** CR3 points to the mm's tables, and the CPU says so. */
    public static void loaded(Cpu cpu, int mm, int asid, long tlbGen) {
        cpu.record(MM_LOADED_FIELD_NUMBER, mm, asid, tlbGen);
    }

    /** Both at once, where nobody can come between. */
    static void load(Cpu cpu, int mm, long tlbGen) {
        loaded(cpu, mm, writeCr3(cpu, mm, tlbGen), tlbGen);
    }

    /** A write to CR3 that does not keep the translations of the ASID. */
    private static void flush(Cpu cpu, int mm, int pcid) {
        if (mm == CpuTlbState.INIT_MM) {
            cpu.spend(CostId.TLB_FLUSH_ALL);
        } else {
            cpu.spend(CostId.TLB_FLUSH_ALL);
            cpu.record(TLB_INSTRUCTION_ISSUED_FIELD_NUMBER, TlbInstruction.mov_cr3_VALUE, mm, 0, 1);
            cpu.tlb().invalidateLocally(pcid, 0, 0, false);
        }
    }

    /** enter_lazy_tlb: nobody runs in the mm here any more. */
    public static void enterLazy(Cpu cpu) {
        if (cpu.machine().profile().arch() == Arch.X86_64) {
            cpu.record(MM_SWITCHING_FIELD_NUMBER, cpu.state().tlbState().loadedMm(), LoadedMm.LOADED_MM_LAZY_VALUE);
        }
    }

    /** A thread of the mm that was kept is about to go on; flushes call this CPU again. */
    public static void leaveLazy(Cpu cpu) {
        int mm = cpu.state().tlbState().loadedMm();
        cpu.record(MM_SWITCHING_FIELD_NUMBER, mm, LoadedMm.LOADED_MM_SWITCHING_VALUE);
        setCpumask(cpu, mm);
        cpu.fullBarrier();
    }

    /** Flushes that passed the CPU over while it was lazy are made up for. */
    public static void catchUp(Cpu cpu) {
        CpuTlbState state = cpu.state().tlbState();
        Mm mm = cpu.machine().mm(state.loadedMm());
        if (mm.globalAsid() > 0 && !state.loadedGlobally()) {
            load(cpu, mm.id(), mm.tlbGen());
            return;
        }
        boolean behind = !state.loadedGlobally() && state.tlbGen(state.loadedAsid()) < mm.tlbGen();
        if (behind && !cpu.planted(Bug.LAZY_TLB_WITHOUT_CATCH_UP)) {
            TlbInstructions.here(cpu, mm, cpu.asid(), TlbInstruction.mov_cr3, 0, 0, 1, true);
            cpu.record(TLB_GEN_REACHED_FIELD_NUMBER, mm.id(), mm.tlbGen());
        }
        cpu.record(MM_SWITCHING_FIELD_NUMBER, mm.id(), LoadedMm.LOADED_MM_USED_VALUE);
    }

    /** A lazy CPU that is called to flush gives the mm up instead. */
    static void loadInitMm(Cpu cpu) {
        startSwitching(cpu);
        load(cpu, CpuTlbState.INIT_MM, 1);
    }
}
