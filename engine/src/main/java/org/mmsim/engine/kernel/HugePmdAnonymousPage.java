package org.mmsim.engine.kernel;

import static org.mmsim.protocol.Event.PTE_SET_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TABLE_DEPOSITED_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_PMD;

import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/**
 * do_huge_pmd_anonymous_page for a write. Without memory for a huge page it does nothing, and the
 * fault falls back to base pages.
 */
final class HugePmdAnonymousPage extends Frame {
    private static final long NONE = -1;

    private static final Program<HugePmdAnonymousPage> PROGRAM = Program.<HugePmdAnonymousPage>of(
                    KernelFunction.do_huge_pmd_anonymous_page)
            .step((cpu, f) -> f.folio = FolioRefs.allocate(cpu, cpu.machine().order(1)))
            .when((cpu, f) -> f.folio != NONE)
            .step((cpu, f) ->
                    cpu.spend(cpu.cost(CostId.CLEAR_PAGE) << cpu.machine().order(1)))
            .step((cpu, f) -> f.deposit = Tables.allocate(cpu, cpu.mm(), f.va, 0))
            .lock(LOCK_PMD, (cpu, f) -> cpu.mm().pageTable().existingTable(f.va, 1).address)
            .step((cpu, f) -> f.map(cpu))
            .unlock(LOCK_PMD, (cpu, f) -> cpu.mm().pageTable().existingTable(f.va, 1).address)
            .end()
            .build();

    private final long va;
    private final Vma vma;
    private long folio;
    private long deposit;

    HugePmdAnonymousPage(long va, Vma vma) {
        super(PROGRAM);
        this.va = va;
        this.vma = vma;
    }

    private void map(Cpu cpu) {
        Mm mm = cpu.mm();
        PageTableFormat format = mm.pageTable().format();
        int order = cpu.machine().order(1);
        boolean taken = mm.pageTable().entry(va, 1) != 0;
        if (taken || deposit == NONE) {
            if (deposit != NONE) {
                cpu.spend(CostId.TABLE_FREE);
                Tables.free(cpu, mm, va, 0, deposit);
            }
            FolioRefs.put(cpu, folio);
            return;
        }
        Rmap.add(cpu, mm, folio, 1L << order);
        cpu.record(TABLE_DEPOSITED_FIELD_NUMBER, mm.id(), va, deposit);
        cpu.spend(CostId.PTE_UPDATE);
        cpu.record(PTE_SET_FIELD_NUMBER, mm.id(), va, 1, format.leaf(1, folio, vma.write()));
    }
}
