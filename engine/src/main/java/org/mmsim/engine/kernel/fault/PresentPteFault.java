package org.mmsim.engine.kernel.fault;

import static org.mmsim.protocol.LockKind.LOCK_PTE;

import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.protocol.KernelFunction;

/** The end of handle_pte_fault: an entry is there, and the access wants more than it gives. */
final class PresentPteFault extends Frame {
    private static final Program<PresentPteFault> PROGRAM = Program.<PresentPteFault>of(KernelFunction.no_function)
            .lock(LOCK_PTE, (cpu, f) -> f.table.address)
            .when((cpu, f) -> f.wantsWpPage())
            .call((cpu, f) -> new WpPage(f.fault, f.table, f.entry))
            .end()
            .when((cpu, f) -> !f.unlocked)
            .call((cpu, f) -> f.setAccessFlags(cpu))
            .unlock(LOCK_PTE, (cpu, f) -> f.table.address)
            .end()
            .build();

    private final VmFault fault;
    private final Table table;
    private final long entry;
    private final PageTableFormat format;
    /** do_wp_page drops the lock itself. */
    private boolean unlocked;

    PresentPteFault(VmFault fault, long entry) {
        super(PROGRAM);
        this.fault = fault;
        this.entry = entry;
        format = fault.mm.pageTable().format();
        table = fault.mm.pageTable().existingTable(fault.va, 0);
    }

    private long current() {
        return table.entry(format.index(0, fault.va));
    }

    private boolean wantsWpPage() {
        unlocked = current() == entry && format.present(entry) && fault.wantsOwnCopy() && !format.write(entry);
        return unlocked;
    }

    /** Where somebody else has changed the entry, the access is simply tried again. */
    private @Nullable Frame setAccessFlags(Cpu cpu) {
        if (current() != entry || !format.present(entry)) {
            return null;
        }
        long young = format.mkyoung(fault.write ? format.mkdirty(entry) : entry);
        return AccessFlags.set(cpu, fault, 0, entry, young);
    }
}
