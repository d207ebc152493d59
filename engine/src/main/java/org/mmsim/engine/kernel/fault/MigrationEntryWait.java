package org.mmsim.engine.kernel.fault;

import static org.mmsim.protocol.LockKind.LOCK_FOLIO_WAIT;
import static org.mmsim.protocol.LockKind.LOCK_PTE;

import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.pagetable.MigrationEntry;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.protocol.KernelFunction;

/**
 * migration_entry_wait: the access is tried again once the folio is unlocked, which who migrates or splits it has
 * locked. No reference is taken, which would keep it from that.
 */
final class MigrationEntryWait extends Frame {
    private static final Program<MigrationEntryWait> PROGRAM = Program.<MigrationEntryWait>of(
                    KernelFunction.migration_entry_wait)
            .lock(LOCK_PTE, (cpu, f) -> f.table.address)
            .step((cpu, f) -> f.findFolio(cpu))
            .unlock(LOCK_PTE, (cpu, f) -> f.table.address)
            .when((cpu, f) -> f.folio >= 0)
            .lock(LOCK_FOLIO_WAIT, (cpu, f) -> f.folio)
            .end()
            .build();

    private final Table table;
    private final PageTableFormat format;
    private final long va;
    private final long entry;
    /** −1 while there is none to wait for. */
    private long folio = -1;

    MigrationEntryWait(VmFault fault, Table table, long entry) {
        super(PROGRAM);
        this.table = table;
        format = fault.mm.pageTable().format();
        va = fault.va;
        this.entry = entry;
    }

    private void findFolio(Cpu cpu) {
        if (table.entry(format.index(0, va)) == entry) {
            folio = cpu.machine()
                    .folios()
                    .head(MigrationEntry.read(format, entry).frame());
        }
    }
}
