package org.mmsim.engine.kernel.fault;

import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.pagetable.PageTable;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/**
 * migration_entry_wait: the access is tried again once the page can be mapped. Whoever migrates does not sleep, so
 * looking again and again keeps nobody from running.
 */
final class MigrationEntryWait extends Frame {
    private static final Program<MigrationEntryWait> PROGRAM = Program.<MigrationEntryWait>of(
                    KernelFunction.no_function)
            .loop((cpu, f) -> f.pageTable.entry(f.va, 0) == f.entry)
            .step((cpu, f) -> cpu.spend(Math.max(1, cpu.cost(CostId.CONTEXT_SWITCH))))
            .end()
            .build();

    private final PageTable pageTable;
    private final long va;
    private final long entry;

    MigrationEntryWait(VmFault fault, long entry) {
        super(PROGRAM);
        pageTable = fault.mm.pageTable();
        va = fault.va;
        this.entry = entry;
    }
}
