package org.mmsim.engine.kernel.protect;

import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.split.SplitHugePmd;
import org.mmsim.engine.kernel.table.PmdCursor;
import org.mmsim.engine.kernel.tlb.TlbFinishMmu;
import org.mmsim.engine.kernel.tlb.TlbFlush;
import org.mmsim.engine.kernel.tlb.TlbFlushMmu;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.MmuGather;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.protocol.KernelFunction;

/** change_protection: the entries of a part of a VMA get the attributes that the VMA has now. */
final class ChangeProtection extends Frame {
    private static final Program<ChangeProtection> PROGRAM = Program.<ChangeProtection>of(
                    KernelFunction.change_protection)
            .loop((cpu, f) -> f.pmd.find())
            .when((cpu, f) -> f.flushDue(cpu))
            .call((cpu, f) -> new TlbFlushMmu(f.mm, f.gather))
            .end()
            .call((cpu, f) -> f.changePmd())
            .end()
            .call((cpu, f) -> TlbFinishMmu.endsVma(cpu, f.gather) ? TlbFinishMmu.endVma(f.mm, f.gather) : null)
            .build();

    private final Mm mm;
    private final Vma vma;
    private final long from;
    private final long to;
    private final MmuGather gather;
    private final PageTableFormat format;
    private final PmdCursor pmd;

    ChangeProtection(Mm mm, Vma vma, long from, long to, MmuGather gather) {
        super(PROGRAM);
        this.mm = mm;
        this.vma = vma;
        this.from = from;
        this.to = to;
        this.gather = gather;
        format = mm.pageTable().format();
        pmd = new PmdCursor(mm.pageTable(), from, to);
    }

    private boolean flushDue(Cpu cpu) {
        return TlbFlush.flushesBeforeOtherSize(cpu) && gather.changesPageSize(pmd.huge() ? 1 : 0);
    }

    /** change_pmd_range's body. A huge entry that is split, because it reaches beyond the range, is met as a table next. */
    private Frame changePmd() {
        long va = pmd.va();
        long end = va + format.span(1);
        if (!pmd.huge()) {
            pmd.advance();
            return new ChangePteRange(
                    mm, vma, mm.pageTable().existingTable(va, 0), Math.max(from, va), Math.min(to, end), gather);
        }
        if (from <= va && end <= to) {
            return new ChangeHugePmd(mm, vma, pmd.table(), va, gather, pmd::advance);
        }
        return new SplitHugePmd(mm, vma, pmd.table(), va);
    }
}
