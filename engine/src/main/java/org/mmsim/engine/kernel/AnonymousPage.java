package org.mmsim.engine.kernel;

import static org.mmsim.protocol.Event.PTE_SET_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_PTE;

import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/** do_anonymous_page for a write: pte_alloc, then one base page. */
final class AnonymousPage extends Frame {
    private static final long NONE = -1;

    private static final Program<AnonymousPage> PROGRAM = Program.<AnonymousPage>of(KernelFunction.do_anonymous_page)
            .step((cpu, f) -> f.allocateTable(cpu))
            .step((cpu, f) -> f.allocatePage(cpu))
            .when((cpu, f) -> f.folio != NONE)
            .step((cpu, f) -> cpu.spend(CostId.CLEAR_PAGE))
            .lock(LOCK_PTE, (cpu, f) -> cpu.mm().pageTable().existingTable(f.va, 0).address)
            .step((cpu, f) -> f.map(cpu))
            .unlock(LOCK_PTE, (cpu, f) -> cpu.mm().pageTable().existingTable(f.va, 0).address)
            .end()
            .build();

    private final long va;
    private final Vma vma;
    private long folio = NONE;

    AnonymousPage(long va, Vma vma) {
        super(PROGRAM);
        this.va = va;
        this.vma = vma;
    }

    private void allocateTable(Cpu cpu) {
        Mm mm = cpu.mm();
        PageTableFormat format = mm.pageTable().format();
        if (mm.pageTable().entry(va, 1) != 0) {
            return;
        }
        long tableVa = va & -format.span(1);
        long address = Tables.allocate(cpu, mm, tableVa, 0);
        if (address != NONE) {
            cpu.record(PTE_SET_FIELD_NUMBER, mm.id(), tableVa, 1, format.table(1, address));
        }
    }

    private void allocatePage(Cpu cpu) {
        if (cpu.mm().pageTable().table(va, 0) != null) {
            folio = FolioRefs.allocate(cpu, 0);
        }
        if (folio == NONE) {
            cpu.current().fail(Errno.ENOMEM);
        }
    }

    private void map(Cpu cpu) {
        Mm mm = cpu.mm();
        if (mm.pageTable().entry(va, 0) != 0) {
            FolioRefs.put(cpu, folio);
            return;
        }
        Rmap.add(cpu, mm, folio, 1);
        cpu.spend(CostId.PTE_UPDATE);
        cpu.record(PTE_SET_FIELD_NUMBER, mm.id(), va, 0, mm.pageTable().format().leaf(0, folio, vma.write()));
    }
}
