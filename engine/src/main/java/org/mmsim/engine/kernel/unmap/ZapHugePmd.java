package org.mmsim.engine.kernel.unmap;

import static org.mmsim.protocol.Event.FOLIO_GATHERED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TABLE_WITHDRAWN_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_PMD;

import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Bug;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.folio.Rmap;
import org.mmsim.engine.kernel.table.Tables;
import org.mmsim.engine.kernel.tlb.TlbFlush;
import org.mmsim.engine.kernel.walk.LocklessWalks;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.MmuGather;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.protocol.StoreLocation;

/**
 * zap_huge_pmd (mm/huge_memory.c), with pmdp_huge_get_and_clear as the powerpc kernels at issue have
 * it: whatever the policy does against lockless walks happens under the PMD lock.
 */
final class ZapHugePmd extends Frame {
    private static final Program<ZapHugePmd> PROGRAM = Program.<ZapHugePmd>of(KernelFunction.zap_huge_pmd)
            .lock(LOCK_PMD, (cpu, f) -> f.table.address)
            .when((cpu, f) -> f.stillHuge())
            .step((cpu, f) -> f.getAndClear(cpu))
            .call((cpu, f) -> LocklessWalks.serialize(cpu, f.mm, f.va))
            .call((cpu, f) -> f.flushAtOnce(cpu))
            .step((cpu, f) -> f.removeRmap(cpu))
            .step((cpu, f) -> f.zapDepositedTable(cpu))
            .end()
            .unlock(LOCK_PMD, (cpu, f) -> f.table.address)
            .build();

    private final Mm mm;
    private final Vma vma;
    private final Table table;
    private final long va;
    private final MmuGather gather;
    private final PageTableFormat format;
    private long old;
    private boolean zapped;

    ZapHugePmd(Mm mm, Vma vma, Table table, long va, MmuGather gather) {
        super(PROGRAM);
        this.mm = mm;
        this.vma = vma;
        this.table = table;
        this.va = va;
        this.gather = gather;
        this.format = mm.pageTable().format();
    }

    /** Whether the entry was huge still when its lock had been taken. */
    boolean zapped() {
        return zapped;
    }

    private boolean stillHuge() {
        old = table.entry(format.index(1, va));
        zapped = format.present(old) && format.leaf(1, old);
        return zapped;
    }

    private void getAndClear(Cpu cpu) {
        cpu.spend(CostId.PTE_UPDATE);
        if (LocklessWalks.clearMayBeBuffered(cpu)) {
            cpu.storeBuffer().store(StoreLocation.LOCATION_PMD, mm.id(), va, () -> clear(cpu));
        } else {
            clear(cpu);
        }
        gather.remove(va, format.span(1), 1);
    }

    private void clear(Cpu cpu) {
        cpu.record(PTE_CLEARED_FIELD_NUMBER, mm.id(), va, 1, old);
    }

    /** pmdp_huge_get_and_clear_full: the slot could be refilled with a PTE table, of another page size. */
    private @Nullable Frame flushAtOnce(Cpu cpu) {
        boolean now = LocklessWalks.flushAtOnce(cpu) && !gather.fullMm();
        return now ? TlbFlush.pmd(cpu, mm, va) : null;
    }

    private void removeRmap(Cpu cpu) {
        long folio = format.frame(old);
        if (folio == cpu.machine().hugeZeroFrame()) {
            return;
        }
        Rmap.removePmd(cpu, vma, mm, folio);
        Rmap.addRss(cpu, mm, -1L << format.order(1));
        cpu.record(FOLIO_GATHERED_FIELD_NUMBER, mm.id(), folio);
        gather.add(folio, 1);
    }

    private void zapDepositedTable(Cpu cpu) {
        long deposit = table.deposits().getFirst();
        cpu.record(TABLE_WITHDRAWN_FIELD_NUMBER, mm.id(), va, deposit);
        cpu.spend(CostId.TABLE_FREE);
        if (!cpu.planted(Bug.ZAP_LEAKS_DEPOSIT)) {
            Tables.free(cpu, mm, va, 0, deposit);
        }
    }
}
