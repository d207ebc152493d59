package org.mmsim.engine.kernel.unmap;

import org.jspecify.annotations.Nullable;
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
import org.mmsim.engine.pagetable.Table;
import org.mmsim.protocol.KernelFunction;

/** unmap_page_range: takes the pages of a part of one VMA out of the page table, into the gather. */
final class ZapPageRange extends Frame {
    private static final Program<ZapPageRange> PROGRAM = Program.<ZapPageRange>of(KernelFunction.no_function)
            .step((cpu, f) -> f.gather.startVma(f.vma))
            .loop((cpu, f) -> f.pmd.find())
            .when((cpu, f) -> f.flushDue(cpu))
            .call((cpu, f) -> new TlbFlushMmu(f.mm, f.gather))
            .end()
            .call((cpu, f) -> f.zapPmd())
            .step((cpu, f) -> f.leaveHugePmd())
            .end()
            .call((cpu, f) -> TlbFinishMmu.endsVma(cpu, f.gather) ? TlbFinishMmu.endVma(f.mm, f.gather) : null)
            .build();

    private final Mm mm;
    private final Vma vma;
    private final PageTableFormat format;
    private final long from;
    private final long to;
    private final MmuGather gather;
    private final PmdCursor pmd;
    private final boolean reclaimTables;
    private @Nullable ZapHugePmd huge;

    /**
     * @param reclaimTables whether a PTE table that is emptied goes as well
     */
    ZapPageRange(Mm mm, Vma vma, long from, long to, MmuGather gather, boolean reclaimTables) {
        super(PROGRAM);
        this.reclaimTables = reclaimTables;
        this.mm = mm;
        this.vma = vma;
        this.format = mm.pageTable().format();
        this.from = from;
        this.to = to;
        this.gather = gather;
        pmd = new PmdCursor(mm.pageTable(), from, to);
    }

    private boolean flushDue(Cpu cpu) {
        return gather.full() || TlbFlush.flushesBeforeOtherSize(cpu) && gather.changesPageSize(pmd.huge() ? 1 : 0);
    }

    /** One that was split before its lock was taken is met again as a table. */
    private void leaveHugePmd() {
        if (huge != null && huge.zapped()) {
            pmd.advance();
        }
        huge = null;
    }

    /**
     * zap_pmd_range's body. A huge entry that reaches beyond the range is split, and met again as a table; a table that
     * somebody else emptied may be gone.
     */
    private @Nullable Frame zapPmd() {
        long va = pmd.va();
        long end = va + format.span(1);
        if (!pmd.huge()) {
            pmd.advance();
            Table pteTable = mm.pageTable().table(va, 0);
            if (pteTable == null) {
                return null;
            }
            boolean whole = from <= va && end <= to;
            return new ZapPteRange(
                    mm, vma, pteTable, Math.max(from, va), Math.min(to, end), gather, reclaimTables && whole);
        }
        if (from <= va && end <= to) {
            huge = new ZapHugePmd(mm, vma, pmd.table(), va, gather);
            return huge;
        }
        return new SplitHugePmd(mm, vma, pmd.table(), va);
    }
}
