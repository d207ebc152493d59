package org.mmsim.engine.kernel.fault;

import static org.mmsim.protocol.LockKind.LOCK_PMD;

import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.protocol.KernelFunction;

/** huge_pmd_set_accessed: the huge entry allows the access and only lacks its accessed or dirty state. */
final class HugePmdSetAccessed extends Frame {
    private static final Program<HugePmdSetAccessed> PROGRAM = Program.<HugePmdSetAccessed>of(
                    KernelFunction.huge_pmd_set_accessed)
            .lock(LOCK_PMD, (cpu, f) -> f.table.address)
            .call((cpu, f) -> f.set(cpu))
            .unlock(LOCK_PMD, (cpu, f) -> f.table.address)
            .build();

    private final VmFault fault;
    private final Table table;
    private final long entry;
    private final PageTableFormat format;

    HugePmdSetAccessed(VmFault fault, long entry) {
        super(PROGRAM);
        this.fault = fault;
        this.entry = entry;
        format = fault.mm.pageTable().format();
        table = fault.mm.pageTable().existingTable(fault.va, 1);
    }

    private @Nullable Frame set(Cpu cpu) {
        fault.finish();
        if (table.entry(format.index(1, fault.va)) != entry) {
            return null;
        }
        long young = format.mkyoung(fault.write ? format.mkdirty(entry) : entry);
        return AccessFlags.set(cpu, fault, 1, entry, young);
    }
}
