package org.mmsim.engine.kernel.tlb;

import java.util.function.Consumer;
import org.mmsim.engine.cpu.Bug;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.folio.Folio;
import org.mmsim.engine.kernel.folio.Lru;
import org.mmsim.engine.kernel.table.Tables;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.MmuGather;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/** tlb_flush_mmu: invalidate, then drop the references, then let the tables go after a grace period. */
public final class TlbFlushMmu extends Frame {
    private static final Program<TlbFlushMmu> PROGRAM = Program.<TlbFlushMmu>of(KernelFunction.tlb_flush_mmu)
            .step((cpu, f) -> f.releaseTooEarly(cpu))
            .call((cpu, f) -> new TlbFlushMmuTlbonly(f.mm, f.gather))
            .step((cpu, f) -> f.drainBatches(cpu))
            .loop((cpu, f) -> f.next < f.gather.count())
            .step((cpu, f) -> f.release(cpu))
            .end()
            .step((cpu, f) -> f.freeTables(cpu))
            .build();

    private final Mm mm;
    private final MmuGather gather;
    private int next;

    public TlbFlushMmu(Mm mm, MmuGather gather) {
        super(PROGRAM);
        this.mm = mm;
        this.gather = gather;
    }

    private void releaseTooEarly(Cpu cpu) {
        while (cpu.planted(Bug.ZAP_FREES_BEFORE_FLUSH) && next < gather.count()) {
            release(cpu);
        }
    }

    private void drainBatches(Cpu cpu) {
        if (gather.count() > 0 && cpu.kernel().policies().zapDrains()) {
            Lru.drainAll(cpu);
        }
    }

    /** free_pages_and_swap_cache, run by run. */
    private void release(Cpu cpu) {
        long folio = cpu.machine().folios().head(gather.page(next));
        Folio.putOwned(cpu, folio, cpu.planted(Bug.ZAP_DROPS_ONE_REFERENCE) ? 1 : gather.pages(next));
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
        Consumer<Cpu> free = last -> {
            for (long[] table : tables) {
                Tables.free(last, mm, table[0], (int) table[1], table[2]);
            }
        };
        if (cpu.planted(Bug.TABLES_FREED_WITHOUT_GRACE)) {
            free.accept(cpu);
        } else {
            cpu.kernel().rcu().call(cpu, free);
        }
    }
}
