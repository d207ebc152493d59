package org.mmsim.engine.kernel.tlb;

import java.util.List;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.cpu.TlbFlushPolicy;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.profile.CostId;
import org.mmsim.engine.profile.Feature;
import org.mmsim.protocol.KernelFunction;

/**
 * A flush of arm64 (arch/arm64/include/asm/tlbflush.h): DSB ISHST makes the stores visible to the walkers, TLBI goes to
 * every TLB of the inner shareable domain, and DSB ISH waits until all have done it. Issuing is cheap, the wait is not.
 */
final class FlushTlbRange extends Frame {
    private static final Program<FlushTlbRange> RANGE = program(KernelFunction.flush_tlb_range);
    private static final Program<FlushTlbRange> PAGE = program(KernelFunction.flush_tlb_page);
    private static final Program<FlushTlbRange> MM = program(KernelFunction.flush_tlb_mm);

    private final Mm mm;
    private final List<Tlbi> plan;
    private boolean local;
    private int next;

    private static Program<FlushTlbRange> program(KernelFunction function) {
        return Program.<FlushTlbRange>of(function)
                .step((cpu, f) -> f.begin(cpu))
                .loop((cpu, f) -> f.next < f.plan.size())
                .step((cpu, f) -> f.issue(cpu))
                .end()
                .await((cpu, f) -> cpu.invalidationsOutstanding() == 0 ? 0 : Program.NOT_YET)
                .build();
    }

    private FlushTlbRange(Program<FlushTlbRange> program, Mm mm, List<Tlbi> plan) {
        super(program);
        this.mm = mm;
        this.plan = plan;
    }

    static FlushTlbRange ofPage(Mm mm, long va) {
        return new FlushTlbRange(PAGE, mm, List.of(Tlbi.page(mm.pageTable().format(), va)));
    }

    static FlushTlbRange ofWhole(Mm mm) {
        return new FlushTlbRange(MM, mm, List.of(Tlbi.wholeMm()));
    }

    static FlushTlbRange of(Cpu cpu, Mm mm, long from, long to, int strideLevel, boolean lastLevel) {
        boolean ranges = cpu.machine().profile().has(Feature.TLBIRANGE);
        return new FlushTlbRange(
                RANGE, mm, Tlbi.range(mm.pageTable().format(), ranges, from, to, strideLevel, lastLevel));
    }

    private void begin(Cpu cpu) {
        local = cpu.kernel().policies().tlbFlush() == TlbFlushPolicy.LOCAL && mm.onlyInCpumask(cpu.index());
        cpu.spend(CostId.TLB_SYNC);
    }

    private void issue(Cpu cpu) {
        Tlbi tlbi = plan.get(next++);
        if (local) {
            TlbInstructions.here(cpu, mm, tlbi.local(), tlbi.va(), tlbi.length(), tlbi.nr(), tlbi.tables());
        } else {
            TlbInstructions.everywhere(cpu, mm, tlbi.instruction(), tlbi.va(), tlbi.length(), tlbi.nr(), tlbi.tables());
        }
    }
}
