package org.mmsim.engine.kernel;

import static org.mmsim.protocol.Event.PTE_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_PTE;

import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.MmuGather;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/** zap_pte_range: drops the lock to flush when the gather is full, and goes on where it was. */
final class ZapPteRange extends Frame {
    private static final Program<ZapPteRange> PROGRAM = Program.<ZapPteRange>of(KernelFunction.zap_pte_range)
            .loop((cpu, f) -> f.findPte())
            .lock(LOCK_PTE, (cpu, f) -> f.table.address)
            .loop((cpu, f) -> !f.gather.full() && f.findPte())
            .step((cpu, f) -> f.zapPte(cpu))
            .end()
            .unlock(LOCK_PTE, (cpu, f) -> f.table.address)
            .when((cpu, f) -> f.gather.full())
            .call((cpu, f) -> new TlbFlushMmu(f.mm, f.gather))
            .end()
            .end()
            .build();

    private final Mm mm;
    private final Table table;
    private final long to;
    private final MmuGather gather;
    private final PageTableFormat format;
    private long cursor;

    ZapPteRange(Mm mm, Table table, long from, long to, MmuGather gather) {
        super(PROGRAM);
        this.mm = mm;
        this.table = table;
        this.to = to;
        this.gather = gather;
        this.format = mm.pageTable().format();
        this.cursor = from;
    }

    private boolean findPte() {
        if (cursor >= to) {
            return false;
        }
        cursor = table.va + table.nextUsed(format.index(0, cursor)) * format.span(0);
        return cursor < to;
    }

    private void zapPte(Cpu cpu) {
        Machine machine = cpu.machine();
        long old = table.entry(format.index(0, cursor));
        cpu.spend(CostId.PTE_UPDATE);
        cpu.record(PTE_CLEARED_FIELD_NUMBER, mm.id(), cursor, 0, old);
        gather.remove(cursor, format.span(0), 0);
        long folio = machine.folios().head(format.frame(old), machine.buddy().maxOrder());
        Rmap.remove(cpu, mm, folio, 1, gather);
        cursor += format.span(0);
    }
}
