package org.mmsim.engine.kernel.table;

import static org.mmsim.protocol.Event.FOLIO_ALLOCATED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TABLE_ALLOCATED_FIELD_NUMBER;

import org.mmsim.engine.cpu.Kernel;
import org.mmsim.engine.kernel.folio.Gfp;
import org.mmsim.engine.kernel.folio.PageAlloc;
import org.mmsim.engine.machine.Machine;

/** pgd_alloc: a new address space gets its top table before any CPU runs it. */
public final class RootTable {
    private RootTable() {}

    /**
     * For a process that comes from nowhere, and so asks on no CPU.
     *
     * @throws IllegalStateException if the machine has no memory for it
     */
    public static void allocate(Kernel kernel, int actor, int mm) {
        Machine machine = kernel.machine();
        int level = machine.format().levels() - 1;
        long bytes = machine.format().tableBytes(level);
        long address = machine.tableFrames().find(bytes);
        if (address < 0) {
            int order = Tables.order(machine, bytes);
            long frame = PageAlloc.allocPagesNoCpu(machine, order, Gfp.PGTABLE_USER);
            if (frame < 0) {
                throw noMemory(mm);
            }
            kernel.recorder().record(FOLIO_ALLOCATED_FIELD_NUMBER, actor, frame, order, Gfp.PGTABLE_USER.migratetype());
            address = frame * machine.profile().basePageBytes();
        }
        kernel.recorder().record(TABLE_ALLOCATED_FIELD_NUMBER, actor, mm, 0, level, address);
    }

    private static IllegalStateException noMemory(int mm) {
        return new IllegalStateException("no memory for the page table of process " + mm);
    }
}
