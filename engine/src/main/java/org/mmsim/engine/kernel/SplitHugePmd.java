package org.mmsim.engine.kernel;

import static org.mmsim.protocol.Event.FOLIO_MAPCOUNT_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FOLIO_REFS_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTES_SET_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_SET_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TABLE_WITHDRAWN_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_PMD;

import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/**
 * __split_huge_pmd: the huge entry becomes invalid but present, its translation is flushed, and the
 * deposited table takes its place, filled with entries for the same frames.
 */
final class SplitHugePmd extends Frame {
    private static final Program<SplitHugePmd> PROGRAM = Program.<SplitHugePmd>of(KernelFunction.split_huge_pmd)
            .lock(LOCK_PMD, (cpu, f) -> f.table.address)
            .when((cpu, f) -> f.stillHuge())
            .step((cpu, f) -> f.invalidate(cpu))
            .call((cpu, f) -> TlbFlush.ofPmd(f.mm, f.va, f.format.span(1)))
            .call((cpu, f) -> cpu.kernel().policies().locklessWalk().serialize(cpu, f.mm, f.va))
            .step((cpu, f) -> f.populate(cpu))
            .end()
            .unlock(LOCK_PMD, (cpu, f) -> f.table.address)
            .build();

    private final Mm mm;
    private final Table table;
    private final long va;
    private final PageTableFormat format;
    private long huge;

    SplitHugePmd(Mm mm, Table table, long va) {
        super(PROGRAM);
        this.mm = mm;
        this.table = table;
        this.va = va;
        this.format = mm.pageTable().format();
    }

    private boolean stillHuge() {
        huge = table.entry(format.index(1, va));
        return format.present(huge) && format.leaf(huge);
    }

    /** pmdp_invalidate. */
    private void invalidate(Cpu cpu) {
        cpu.spend(CostId.PTE_UPDATE);
        cpu.record(PTE_SET_FIELD_NUMBER, mm.id(), va, 1, format.invalidated(huge));
    }

    /** The kernel fills the table before it links it; here both are one instant. */
    private void populate(Cpu cpu) {
        long deposit = table.deposits().getFirst();
        long pages = 1L << cpu.machine().order(1);
        cpu.record(TABLE_WITHDRAWN_FIELD_NUMBER, mm.id(), va, deposit);
        cpu.record(PTE_SET_FIELD_NUMBER, mm.id(), va, 1, format.table(1, deposit));
        cpu.record(PTES_SET_FIELD_NUMBER, mm.id(), va, pages, format.splitLeaf(huge));
        long folio = format.frame(huge);
        cpu.record(FOLIO_REFS_ADDED_FIELD_NUMBER, folio, pages - 1);
        cpu.record(FOLIO_MAPCOUNT_ADDED_FIELD_NUMBER, folio, pages - 1);
        cpu.spend(cpu.cost(CostId.PTE_UPDATE) * pages);
    }
}
