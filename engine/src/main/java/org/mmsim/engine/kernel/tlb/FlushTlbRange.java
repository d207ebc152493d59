package org.mmsim.engine.kernel.tlb;

import static org.mmsim.protocol.Event.TLBIE_ISSUED_FIELD_NUMBER;

import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.InvalidationScope;
import org.mmsim.protocol.KernelFunction;

/** __flush_tlb_range of arm64: TLBI to every TLB of the inner shareable domain, and DSB until all have done it. */
final class FlushTlbRange extends Frame {
    /** MAX_DVM_OPS, in base pages. */
    private static final int MAX_DVM_OPS = 512;

    private static final Program<FlushTlbRange> PROGRAM = Program.<FlushTlbRange>of(KernelFunction.flush_tlb_range)
            .step((cpu, f) -> cpu.spend(CostId.TLB_SYNC))
            .step((cpu, f) -> f.issue(cpu))
            .await((cpu, f) -> cpu.invalidationsOutstanding() == 0 ? 0 : Program.NOT_YET)
            .build();

    private final Mm mm;
    private final long va;
    private final long length;
    private final InvalidationScope scope;

    FlushTlbRange(Mm mm, long from, long to, boolean tables) {
        super(PROGRAM);
        this.mm = mm;
        boolean whole = to - from >>> mm.pageTable().format().shift(0) >= MAX_DVM_OPS;
        va = whole ? 0 : from;
        length = whole ? 0 : to - from;
        scope = scope(whole, tables);
    }

    private FlushTlbRange(Mm mm) {
        super(PROGRAM);
        this.mm = mm;
        va = 0;
        length = 0;
        scope = InvalidationScope.SCOPE_PID_ALL;
    }

    static FlushTlbRange ofWhole(Mm mm) {
        return new FlushTlbRange(mm);
    }

    private static InvalidationScope scope(boolean whole, boolean tables) {
        if (whole) {
            return InvalidationScope.SCOPE_PID_ALL;
        }
        return tables ? InvalidationScope.SCOPE_RANGE_ALL : InvalidationScope.SCOPE_RANGE;
    }

    private void issue(Cpu cpu) {
        cpu.spend(CostId.TLBI_ISSUE);
        long cause = cpu.kernel().clock().cause();
        cpu.follow(cpu.record(TLBIE_ISSUED_FIELD_NUMBER, mm.id(), scope.getNumber(), va, length));
        int cpus = cpu.machine().cpuCount();
        cpu.expectInvalidations(cpus);
        for (int tlb = 0; tlb < cpus; tlb++) {
            long delayNs = cpu.spentNs() + cpu.cost(CostId.TLBI_WIRE, tlb);
            cpu.kernel().ports().invalidate(cpu.index(), tlb, scope, mm.id(), va, length, delayNs);
        }
        cpu.follow(cause);
    }
}
