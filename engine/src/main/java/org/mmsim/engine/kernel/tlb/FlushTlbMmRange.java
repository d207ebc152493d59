package org.mmsim.engine.kernel.tlb;

import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.CallData;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.smp.SmpCallFunctionMany;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/** flush_tlb_mm_range of x86: this CPU's TLB by invlpg or CR3, the others of mm_cpumask by IPI. */
final class FlushTlbMmRange extends Frame {
    /** tlb_single_page_flush_ceiling. */
    private static final int CEILING = 33;

    private static final Program<FlushTlbMmRange> PROGRAM = Program.<FlushTlbMmRange>of(
                    KernelFunction.flush_tlb_mm_range)
            .step((cpu, f) -> f.call.runOn(cpu))
            .call((cpu, f) -> f.others(cpu))
            .build();

    private final Mm mm;
    private final FlushTlbFunc call;

    FlushTlbMmRange(Mm mm, long from, long to) {
        super(PROGRAM);
        this.mm = mm;
        long pages = to - from >>> mm.pageTable().format().shift(0);
        call = pages > CEILING ? new FlushTlbFunc(mm, 0, 0) : new FlushTlbFunc(mm, from, to - from);
    }

    private FlushTlbMmRange(Mm mm) {
        super(PROGRAM);
        this.mm = mm;
        call = new FlushTlbFunc(mm, 0, 0);
    }

    static FlushTlbMmRange ofWhole(Mm mm) {
        return new FlushTlbMmRange(mm);
    }

    private @Nullable Frame others(Cpu cpu) {
        long[] mask = mm.cpumask().clone();
        mask[cpu.index() >>> 6] &= ~(1L << cpu.index());
        for (long word : mask) {
            if (word != 0) {
                return new SmpCallFunctionMany(mask, call);
            }
        }
        return null;
    }

    /** flush_tlb_func: one CPU forgets the range, or everything of the address space if length is 0. */
    private record FlushTlbFunc(Mm mm, long va, long length) implements CallData {
        @Override
        public KernelFunction function() {
            return KernelFunction.flush_tlb_func;
        }

        @Override
        public void runOn(Cpu cpu) {
            long pages = Math.max(1, length >>> mm.pageTable().format().shift(0));
            cpu.spend(cpu.cost(CostId.TLB_INVALIDATE) * pages);
            cpu.tlb().invalidateLocally(mm.id(), va, length);
        }
    }
}
