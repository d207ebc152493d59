package org.mmsim.engine.kernel.tlb;

import static org.mmsim.protocol.Event.TLB_FLUSH_PENDING_ADDED_FIELD_NUMBER;

import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Bug;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.MmuGather;
import org.mmsim.protocol.KernelFunction;

/**
 * tlb_finish_mmu. Where another gather of the mm is under way, entries that this one found empty may still be in TLBs:
 * then everything is flushed.
 */
public final class TlbFinishMmu extends Frame {
    private static final Program<TlbFinishMmu> PROGRAM = Program.<TlbFinishMmu>of(KernelFunction.no_function)
            .step((cpu, f) -> f.lookForOthers(cpu))
            .call((cpu, f) -> new TlbFlushMmu(f.mm, f.gather))
            .step((cpu, f) -> cpu.record(TLB_FLUSH_PENDING_ADDED_FIELD_NUMBER, f.mm.id(), -1))
            .build();

    private final Mm mm;
    private final MmuGather gather;

    public TlbFinishMmu(Mm mm, MmuGather gather) {
        super(PROGRAM);
        this.mm = mm;
        this.gather = gather;
    }

    /** tlb_gather_mmu, tlb_gather_mmu_fullmm: others can see that a gather is under way before it clears anything. */
    public static MmuGather gatherMmu(Cpu cpu, Mm mm, boolean fullMm) {
        cpu.record(TLB_FLUSH_PENDING_ADDED_FIELD_NUMBER, mm.id(), 1);
        return new MmuGather(fullMm, cpu.machine().profile().basePageBytes());
    }

    /** tlb_end_vma: where a flush needs the VMA, what one VMA has left goes before the next one. */
    public static Frame endVma(Mm mm, MmuGather gather) {
        return new TlbFlushMmuTlbonly(mm, gather);
    }

    /** Whether {@link #endVma} has anything to do. */
    public static boolean endsVma(Cpu cpu, MmuGather gather) {
        return !gather.fullMm() && !TlbFlush.mergesVmas(cpu) && gather.pending();
    }

    /**
     * tlb_free_vmas: a driver that looks for the mappings of its memory finds no VMA that has been unlinked, and takes it
     * that no TLB knows the memory. So the flush comes before that (in tlb_end_vma from 6.0 to 6.15).
     */
    public static @Nullable Frame freeVmas(Cpu cpu, Mm mm, MmuGather gather) {
        boolean due = gather.vmaPfn() && !cpu.planted(Bug.PFNMAP_UNLINKED_BEFORE_FLUSH);
        return due ? new TlbFlushMmuTlbonly(mm, gather) : null;
    }

    /** mm_tlb_flush_nested. */
    private void lookForOthers(Cpu cpu) {
        if (mm.tlbFlushPending() > 1 && !gather.fullMm() && !cpu.planted(Bug.NESTED_GATHER_UNNOTICED)) {
            gather.flushEverything();
        }
    }
}
