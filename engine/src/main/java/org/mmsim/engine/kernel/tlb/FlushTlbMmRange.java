package org.mmsim.engine.kernel.tlb;

import static org.mmsim.protocol.Event.GLOBAL_ASID_ASSIGNED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TLB_GEN_ADVANCED_FIELD_NUMBER;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.cpu.TlbFlushPolicy;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.profile.Feature;
import org.mmsim.protocol.KernelFunction;

/**
 * flush_tlb_mm_range of x86: the mm's generation goes on, then every CPU of mm_cpumask that may use a translation is
 * called, this one flushes while the others do, and all are waited for.
 */
final class FlushTlbMmRange extends Frame {
    /** tlb_single_page_flush_ceiling. */
    private static final int CEILING = 33;
    /** A process on more CPUs than this gets a global ASID (consider_global_asid). */
    private static final int ACTIVE_CPUS = 3;
    /** MAX_ASID_AVAILABLE without page-table isolation. */
    private static final int LAST_ASID = 4094;

    /** Who is told. */
    private enum How {
        /** This CPU only. */
        HERE,
        /** CPUs of the mask, by interrupt. */
        IPI,
        /** All CPUs, by INVLPGB. */
        BROADCAST
    }

    private static final Program<FlushTlbMmRange> PROGRAM = Program.<FlushTlbMmRange>of(
                    KernelFunction.flush_tlb_mm_range)
            .step((cpu, f) -> f.incMmTlbGen(cpu))
            .step((cpu, f) -> f.choose(cpu))
            .when((cpu, f) -> f.how == How.BROADCAST)
            .call((cpu, f) -> new BroadcastTlbFlush(Objects.requireNonNull(f.call)))
            .end()
            .when((cpu, f) -> f.how == How.HERE)
            .irqsOff()
            .step((cpu, f) -> f.flushHere(cpu))
            .irqsOn()
            .end()
            .when((cpu, f) -> f.how == How.IPI)
            .call((cpu, f) -> f.flushTlbMulti(cpu))
            .step((cpu, f) -> f.considerGlobalAsid(cpu))
            .end()
            .build();

    private final Mm mm;
    private final long start;
    private final long length;
    private final int strideLevel;
    private final boolean freedTables;
    private How how = How.HERE;
    private @Nullable FlushTlbFunc call;

    FlushTlbMmRange(Mm mm, long from, long to, int strideLevel, boolean freedTables) {
        super(PROGRAM);
        this.mm = mm;
        this.strideLevel = strideLevel;
        this.freedTables = freedTables;
        long stride = mm.pageTable().format().span(strideLevel);
        start = from & -stride;
        long bytes = (to + stride - 1 & -stride) - start;
        length = bytes / stride > CEILING ? 0 : bytes;
    }

    static FlushTlbMmRange ofWhole(Mm mm, boolean freedTables) {
        return new FlushTlbMmRange(mm, 0, mm.pageTable().format().limit(), 0, freedTables);
    }

    /** inc_mm_tlb_gen, a full barrier: what has been stored to the tables is visible before the mask is read. */
    private void incMmTlbGen(Cpu cpu) {
        cpu.storeBuffer().drain();
        cpu.spend(cpu.kernel().tlbGenLine(mm.id()).write(cpu.kernel().costs(), cpu.index(), cpu.nowNs()));
        cpu.follow(cpu.record(TLB_GEN_ADVANCED_FIELD_NUMBER, mm.id()));
        call = new FlushTlbFunc(
                new FlushTlbInfo(mm, start, length, strideLevel, freedTables, mm.tlbGen(), cpu.index()));
    }

    private void choose(Cpu cpu) {
        if (mm.globalAsid() > 0) {
            how = How.BROADCAST;
        } else {
            how = mm.onlyInCpumask(cpu.index()) ? How.HERE : How.IPI;
        }
    }

    /**
     * consider_global_asid: a process that runs on more than a few CPUs gets the same ASID on all of them. The kernel asks
     * only now and then; here each flush does.
     */
    private void considerGlobalAsid(Cpu cpu) {
        boolean offered = cpu.kernel().policies().tlbFlush() == TlbFlushPolicy.INVLPGB
                && cpu.machine().profile().has(Feature.INVLPGB);
        if (!offered || mm.globalAsid() > 0 || cpu.machine().nextGlobalAsid() > LAST_ASID) {
            return;
        }
        int active = 0;
        for (int other = 0; other < cpu.machine().cpuCount(); other++) {
            active += mm.inCpumask(other) && cpu.machine().cpu(other).tlbState().loadedMm() == mm.id() ? 1 : 0;
        }
        if (active > ACTIVE_CPUS) {
            cpu.record(GLOBAL_ASID_ASSIGNED_FIELD_NUMBER, mm.id(), cpu.machine().nextGlobalAsid());
        }
    }

    private void flushHere(Cpu cpu) {
        if (cpu.state().tlbState().loadedMm() == mm.id()) {
            Objects.requireNonNull(call).runOn(cpu);
        }
    }

    private Frame flushTlbMulti(Cpu cpu) {
        boolean self = mm.inCpumask(cpu.index());
        return new NativeFlushTlbMulti(mm.cpumask().clone(), Objects.requireNonNull(call), self);
    }
}
