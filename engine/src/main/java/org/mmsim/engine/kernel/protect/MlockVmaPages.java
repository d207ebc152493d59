package org.mmsim.engine.kernel.protect;

import static org.mmsim.protocol.LockKind.LOCK_PMD;
import static org.mmsim.protocol.LockKind.LOCK_PTE;

import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.folio.PteBatch;
import org.mmsim.engine.kernel.table.PmdCursor;
import org.mmsim.engine.memory.Folios;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/** mlock_vma_pages_range and mlock_pte_range: what is mapped in a range of a VMA is mlocked, or munlocked. */
final class MlockVmaPages extends Frame {
    private static final Program<MlockVmaPages> PROGRAM = Program.<MlockVmaPages>of(KernelFunction.mlock_pte_range)
            .loop((cpu, f) -> f.pmd.find())
            .when((cpu, f) -> f.pmd.huge())
            .lock(LOCK_PMD, (cpu, f) -> f.pmd.table().address)
            .step((cpu, f) -> f.mlockHuge(cpu))
            .unlock(LOCK_PMD, (cpu, f) -> f.pmd.table().address)
            .end()
            .when((cpu, f) -> f.entersTable())
            .lock(LOCK_PTE, (cpu, f) -> f.table.address)
            .loop((cpu, f) -> f.findPte())
            .step((cpu, f) -> f.mlockPte(cpu))
            .end()
            .unlock(LOCK_PTE, (cpu, f) -> f.table.address)
            .end()
            .step((cpu, f) -> f.pmd.advance())
            .end()
            .build();

    private final Mm mm;
    private final PageTableFormat format;
    private final long from;
    private final long to;
    private final boolean locks;
    private final PmdCursor pmd;
    /** Where the table at hand is looked at next, and where its part of the range ends. */
    private long cursor;

    private long end;

    @SuppressWarnings("NullAway.Init") // set before it is entered
    private Table table;

    /**
     * @param locks whether the VMA has VM_LOCKED now
     */
    MlockVmaPages(Mm mm, long from, long to, boolean locks) {
        super(PROGRAM);
        this.mm = mm;
        this.from = from;
        this.to = to;
        this.locks = locks;
        format = mm.pageTable().format();
        pmd = new PmdCursor(mm.pageTable(), from, to);
    }

    private void mlockHuge(Cpu cpu) {
        long folio = format.frame(pmd.entry());
        if (pmd.huge() && folio != cpu.machine().hugeZeroFrame()) {
            mlock(cpu, folio);
        }
    }

    private void mlock(Cpu cpu, long folio) {
        if (locks) {
            Mlock.folio(cpu, folio);
        } else {
            Mlock.munlockFolio(cpu, folio);
        }
    }

    private boolean entersTable() {
        if (pmd.huge()) {
            return false;
        }
        table = mm.pageTable().existingTable(pmd.va(), 0);
        cursor = Math.max(from, pmd.va());
        end = Math.min(to, pmd.va() + format.span(1));
        return true;
    }

    private boolean findPte() {
        if (cursor >= end) {
            return false;
        }
        cursor = table.va + table.nextUsed(format.index(0, cursor)) * format.span(0);
        return cursor < end;
    }

    private void mlockPte(Cpu cpu) {
        int index = format.index(0, cursor);
        long entry = table.entry(index);
        int pages = 1;
        cpu.spend(CostId.PTE_READ);
        if (format.present(entry) && !format.special(entry)) {
            Folios folios = cpu.machine().folios();
            int most = (int) (end - cursor >>> format.shift(0));
            pages = PteBatch.length(cpu, format, table, index, most, 0);
            long folio = folios.head(format.frame(entry));
            if (!locks || pages == 1 << folios.order(folio)) {
                mlock(cpu, folio);
            }
        }
        cursor += pages * format.span(0);
    }
}
