package org.mmsim.engine.kernel.tlb;

import static org.mmsim.protocol.Event.GATHER_FLUSHED_FIELD_NUMBER;

import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Bug;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.MmuGather;
import org.mmsim.protocol.KernelFunction;

/** tlb_flush_mmu_tlbonly: the TLBs forget what the gather has cleared. */
final class TlbFlushMmuTlbonly extends Frame {
    private static final Program<TlbFlushMmuTlbonly> PROGRAM = Program.<TlbFlushMmuTlbonly>of(
                    KernelFunction.no_function)
            .when((cpu, f) -> f.gather.pending())
            .call((cpu, f) -> f.flush(cpu))
            .step((cpu, f) -> f.flushed(cpu))
            .end()
            .build();

    private final Mm mm;
    private final MmuGather gather;

    TlbFlushMmuTlbonly(Mm mm, MmuGather gather) {
        super(PROGRAM);
        this.mm = mm;
        this.gather = gather;
    }

    private @Nullable Frame flush(Cpu cpu) {
        boolean forgotten = cpu.planted(Bug.ZAP_WITHOUT_FLUSH) && gather.count() > 0
                || cpu.planted(Bug.PROTECT_WITHOUT_FLUSH) && gather.count() == 0;
        return forgotten ? null : TlbFlush.of(cpu, mm, gather);
    }

    private void flushed(Cpu cpu) {
        gather.flushed();
        cpu.follow(cpu.record(GATHER_FLUSHED_FIELD_NUMBER, mm.id(), gather.count()));
    }
}
