package org.mmsim.engine.kernel.table;

import static org.mmsim.protocol.Event.PTE_SET_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_PMD;

import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.fault.Signals;
import org.mmsim.engine.kernel.fault.VmFault;
import org.mmsim.engine.pagetable.PageTable;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/**
 * pte_alloc and pmd_install: makes sure that something is in the PMD entry of a fault. The entry is looked at again
 * under its lock, for it is none for a moment while somebody else splits the huge zero page.
 */
public final class PteAlloc extends Frame {
    private static final long NONE = -1;

    private static final Program<PteAlloc> PROGRAM = Program.<PteAlloc>of(KernelFunction.pte_alloc_one)
            .step((cpu, f) -> f.allocate(cpu))
            .when((cpu, f) -> f.address != NONE)
            .lock(LOCK_PMD, (cpu, f) -> f.pageTable.existingTable(f.start, 1).address)
            .step((cpu, f) -> f.install(cpu))
            .unlock(LOCK_PMD, (cpu, f) -> f.pageTable.existingTable(f.start, 1).address)
            .step((cpu, f) -> f.releaseUnused(cpu))
            .end()
            .build();

    private final VmFault fault;
    private final PageTable pageTable;
    private final long start;
    private long address = NONE;

    private PteAlloc(VmFault fault) {
        super(PROGRAM);
        this.fault = fault;
        pageTable = fault.mm.pageTable();
        start = fault.start(1);
    }

    /** What allocates the table, or null if something is there already. Without memory the fault raises SIGKILL. */
    public static @Nullable Frame of(VmFault fault) {
        return fault.mm.pageTable().entry(fault.va, 1) == 0 ? new PteAlloc(fault) : null;
    }

    private void allocate(Cpu cpu) {
        address = Tables.allocate(cpu, fault.mm, start, 0);
        if (address == NONE) {
            fault.raise(Signals.SIGKILL);
        }
    }

    private void install(Cpu cpu) {
        PageTableFormat format = pageTable.format();
        if (pageTable.entry(start, 1) == 0) {
            cpu.record(PTE_SET_FIELD_NUMBER, fault.mm.id(), start, 1, format.table(1, address));
            address = NONE;
        }
    }

    private void releaseUnused(Cpu cpu) {
        if (address != NONE) {
            cpu.spend(CostId.TABLE_FREE);
            Tables.free(cpu, fault.mm, start, 0, address);
        }
    }
}
