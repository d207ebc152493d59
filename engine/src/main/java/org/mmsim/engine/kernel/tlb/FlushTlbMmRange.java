package org.mmsim.engine.kernel.tlb;

import static org.mmsim.protocol.Event.TLB_GEN_ADVANCED_FIELD_NUMBER;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.mm.Mm;
import org.mmsim.protocol.KernelFunction;

/**
 * flush_tlb_mm_range of x86: the mm's generation goes on, then every CPU of mm_cpumask that may use a translation is
 * called, this one flushes while the others do, and all are waited for.
 */
final class FlushTlbMmRange extends Frame {
    /** tlb_single_page_flush_ceiling. */
    private static final int CEILING = 33;

    private static final Program<FlushTlbMmRange> PROGRAM = Program.<FlushTlbMmRange>of(
                    KernelFunction.flush_tlb_mm_range)
            .step((cpu, f) -> f.incMmTlbGen(cpu))
            .step((cpu, f) -> f.onlyHere = f.mm.onlyInCpumask(cpu.index()))
            .when((cpu, f) -> f.onlyHere)
            .irqsOff()
            .step((cpu, f) -> f.flushHere(cpu))
            .irqsOn()
            .end()
            .when((cpu, f) -> !f.onlyHere)
            .call((cpu, f) -> f.flushTlbMulti(cpu))
            .end()
            .build();

    private final Mm mm;
    private final long start;
    private final long length;
    private final int strideLevel;
    private final boolean freedTables;
    private boolean onlyHere;
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
