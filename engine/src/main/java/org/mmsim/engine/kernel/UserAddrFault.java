package org.mmsim.engine.kernel;

import static org.mmsim.protocol.Event.PTE_SET_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_MMAP_READ;

import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.pagetable.PageTable;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.policy.ThpPolicy;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/** do_user_addr_fault and handle_mm_fault for a write to anonymous memory. */
final class UserAddrFault extends Frame {
    private static final Program<UserAddrFault> PROGRAM = Program.<UserAddrFault>of(KernelFunction.do_user_addr_fault)
            .step((cpu, f) -> cpu.spend(CostId.FAULT_ENTRY))
            .lock(LOCK_MMAP_READ, (cpu, f) -> cpu.mm().id())
            .step((cpu, f) -> f.findVma(cpu))
            .when((cpu, f) -> f.vma != null)
            .step((cpu, f) -> f.allocateUpperTables(cpu))
            .call((cpu, f) -> f.hugeFault(cpu))
            .call((cpu, f) -> f.baseFault(cpu))
            .end()
            .unlock(LOCK_MMAP_READ, (cpu, f) -> cpu.mm().id())
            .build();

    private final long va;
    private @Nullable Vma vma;

    UserAddrFault(long va) {
        super(PROGRAM);
        this.va = va;
    }

    private void findVma(Cpu cpu) {
        vma = cpu.mm().find(va);
        if (vma == null || !vma.write()) {
            vma = null;
            cpu.current().fail(Errno.EFAULT);
        }
    }

    /** p4d_alloc, pud_alloc, pmd_alloc: every table down to the PMD's. */
    private void allocateUpperTables(Cpu cpu) {
        Mm mm = cpu.mm();
        PageTableFormat format = mm.pageTable().format();
        for (int level = format.levels() - 1; level >= 2; level--) {
            if (mm.pageTable().entry(va, level) == 0) {
                long tableVa = va & -format.span(level);
                long address = Tables.allocate(cpu, mm, tableVa, level - 1);
                if (address < 0) {
                    cpu.current().fail(Errno.ENOMEM);
                    vma = null;
                    return;
                }
                cpu.record(PTE_SET_FIELD_NUMBER, mm.id(), tableVa, level, format.table(level, address));
            }
        }
    }

    private @Nullable Frame hugeFault(Cpu cpu) {
        if (vma == null) {
            return null;
        }
        PageTable pageTable = cpu.mm().pageTable();
        long span = pageTable.format().span(1);
        long start = va & -span;
        boolean fits = start >= vma.start() && start + span <= vma.end();
        boolean wanted = vma.huge() && cpu.kernel().policies().thp() == ThpPolicy.ALWAYS;
        return wanted && fits && pageTable.entry(va, 1) == 0 ? new HugePmdAnonymousPage(start, vma) : null;
    }

    /** Unless a huge page is there by now, ours or another fault's. */
    private @Nullable Frame baseFault(Cpu cpu) {
        if (vma == null) {
            return null;
        }
        PageTable pageTable = cpu.mm().pageTable();
        long pmd = pageTable.entry(va, 1);
        boolean huge = pageTable.format().present(pmd) && pageTable.format().leaf(pmd);
        return huge ? null : new AnonymousPage(va & -pageTable.format().span(0), vma);
    }
}
