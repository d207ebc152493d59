package org.mmsim.engine.kernel.vma;

import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.split.SplitHugePmd;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.protocol.KernelFunction;

/** vma_adjust_trans_huge: VMAs are about to begin or end at two addresses, and a huge mapping lies in one VMA. */
final class VmaAdjustTransHuge extends Frame {
    private static final Program<VmaAdjustTransHuge> PROGRAM = Program.<VmaAdjustTransHuge>of(
                    KernelFunction.no_function)
            .call((cpu, f) -> f.splitIfNeeded(f.from))
            .call((cpu, f) -> f.splitIfNeeded(f.to))
            .build();

    private final Mm mm;
    private final long from;
    private final long to;

    VmaAdjustTransHuge(Mm mm, long from, long to) {
        super(PROGRAM);
        this.mm = mm;
        this.from = from;
        this.to = to;
    }

    /** split_huge_pmd_if_needed. */
    private @Nullable Frame splitIfNeeded(long boundary) {
        PageTableFormat format = mm.pageTable().format();
        long start = boundary & -format.span(1);
        Vma vma = mm.find(boundary);
        if (vma == null || start == boundary || !vma.contains(start, start + format.span(1))) {
            return null;
        }
        Table table = mm.pageTable().table(start, 1);
        long entry = table == null ? 0 : table.entry(format.index(1, start));
        boolean huge = format.present(entry) && format.leaf(1, entry);
        return table != null && huge ? new SplitHugePmd(mm, vma, table, start) : null;
    }
}
