package org.mmsim.engine.kernel;

import static org.mmsim.protocol.Event.GATHER_FLUSHED_FIELD_NUMBER;

import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.MmuGather;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/** tlb_flush_mmu: invalidate, then drop the references, then let the tables go after a grace period. */
final class TlbFlushMmu extends Frame {
    private static final Program<TlbFlushMmu> PROGRAM = Program.<TlbFlushMmu>of(KernelFunction.tlb_flush_mmu)
            .call((cpu, f) -> f.gather.pending() ? TlbFlush.of(cpu, f.mm, f.gather) : null)
            .step((cpu, f) -> f.flushed(cpu))
            .loop((cpu, f) -> f.next < f.gather.count())
            .step((cpu, f) -> f.release(cpu))
            .end()
            .step((cpu, f) -> f.freeTables(cpu))
            .build();

    private final Mm mm;
    private final MmuGather gather;
    private int next;

    TlbFlushMmu(Mm mm, MmuGather gather) {
        super(PROGRAM);
        this.mm = mm;
        this.gather = gather;
    }

    private void flushed(Cpu cpu) {
        gather.flushed();
        cpu.follow(cpu.record(GATHER_FLUSHED_FIELD_NUMBER, mm.id(), gather.count()));
        if (gather.count() > 0) {
            Lru.drainAll(cpu);
        }
    }

    /** free_pages_and_swap_cache, folio by folio. */
    private void release(Cpu cpu) {
        long folio = cpu.machine().folios().head(gather.page(next));
        Folio.put(cpu, folio, gather.pages(next));
        next++;
    }

    private void freeTables(Cpu cpu) {
        gather.clearPages();
        int count = gather.tableCount();
        if (count == 0) {
            return;
        }
        long[][] tables = new long[count][];
        for (int i = 0; i < count; i++) {
            tables[i] = new long[] {gather.tableVa(i), gather.tableLevel(i), gather.tableAddress(i)};
        }
        gather.clearTables();
        cpu.spend(cpu.cost(CostId.TABLE_FREE) * count);
        cpu.kernel().rcu().call(cpu, last -> {
            for (long[] table : tables) {
                Tables.free(last, mm, table[0], (int) table[1], table[2]);
            }
        });
    }
}
