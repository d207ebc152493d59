package org.mmsim.engine.kernel.fault;

import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.table.Tables;
import org.mmsim.engine.pagetable.MigrationEntry;
import org.mmsim.engine.pagetable.PageTable;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/** handle_mm_fault and handle_pte_fault: finds the level that is concerned, and who deals with it there. */
public final class HandleMmFault extends Frame {
    private static final Program<HandleMmFault> PROGRAM = Program.<HandleMmFault>of(KernelFunction.handle_mm_fault)
            .step((cpu, f) -> f.allocateUpperTables(cpu))
            .call((cpu, f) -> f.createHugePmd(cpu))
            .call((cpu, f) -> f.hugePmd())
            .call((cpu, f) -> f.handlePteFault(cpu))
            .build();

    private final VmFault fault;
    private final PageTable pageTable;
    private final PageTableFormat format;

    public HandleMmFault(VmFault fault) {
        super(PROGRAM);
        this.fault = fault;
        pageTable = fault.mm.pageTable();
        format = pageTable.format();
    }

    /** p4d_alloc, pud_alloc, pmd_alloc: every table down to the PMD's. */
    private void allocateUpperTables(Cpu cpu) {
        if (!Tables.populateDownTo(cpu, fault.mm, fault.va, 1)) {
            fault.raise(Signals.SIGKILL);
        }
    }

    private @Nullable Frame createHugePmd(Cpu cpu) {
        boolean wanted = !fault.done() && pageTable.entry(fault.va, 1) == 0 && Thp.pmdAllowed(cpu, fault);
        return wanted ? new HugePmdAnonymousPage(fault) : null;
    }

    private @Nullable Frame hugePmd() {
        if (fault.done()) {
            return null;
        }
        long pmd = pageTable.entry(fault.va, 1);
        if (!format.present(pmd) || !format.leaf(1, pmd)) {
            return null;
        }
        return fault.wantsOwnCopy() && !format.write(pmd)
                ? new HugePmdWpPage(fault, pmd)
                : new HugePmdSetAccessed(fault, pmd);
    }

    /** Without a lock: a table that is not there, and an entry that is none, are the missing-page handlers'. */
    private @Nullable Frame handlePteFault(Cpu cpu) {
        if (fault.done()) {
            return null;
        }
        cpu.spend(CostId.PTE_READ);
        long entry = pageTable.entry(fault.va, 0);
        if (entry == 0 && fault.vma.pfnMap()) {
            // The driver maps its memory with mmap, and has no fault handler.
            fault.raise(Signals.SIGBUS);
            return null;
        }
        if (entry == 0 && fault.vma.file() != 0) {
            return new FileFault(fault);
        }
        if (entry == 0) {
            return new AnonymousPage(fault);
        }
        return MigrationEntry.is(format, entry)
                ? new MigrationEntryWait(fault, pageTable.existingTable(fault.va, 0), entry)
                : new PresentPteFault(fault, entry);
    }
}
