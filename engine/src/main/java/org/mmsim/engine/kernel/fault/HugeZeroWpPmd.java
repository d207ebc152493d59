package org.mmsim.engine.kernel.fault;

import static org.mmsim.protocol.Event.MTHP_STAT_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PAGES_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_SET_FIELD_NUMBER;
import static org.mmsim.protocol.Event.VMSTAT_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_PMD;

import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.folio.Folio;
import org.mmsim.engine.kernel.folio.Lru;
import org.mmsim.engine.kernel.folio.Rmap;
import org.mmsim.engine.kernel.split.DeferredSplit;
import org.mmsim.engine.kernel.tlb.TlbFlush;
import org.mmsim.engine.kernel.vma.Vmas;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.protocol.MthpStat;
import org.mmsim.protocol.VmstatItem;

/** do_huge_zero_wp_pmd (6.13 on): a write to the huge zero page maps a huge page in its place. */
final class HugeZeroWpPmd extends Frame {
    private static final long NONE = -1;

    private static final Program<HugeZeroWpPmd> PROGRAM = Program.<HugeZeroWpPmd>of(KernelFunction.do_huge_zero_wp_pmd)
            .step((cpu, f) -> Vmas.prepareAnonVma(cpu, f.fault))
            .step((cpu, f) -> f.allocate(cpu))
            .when((cpu, f) -> f.folio != NONE)
            .lock(LOCK_PMD, (cpu, f) -> f.table.address)
            .when((cpu, f) -> f.unchanged())
            .step((cpu, f) -> f.clear(cpu))
            .call((cpu, f) -> TlbFlush.pmd(cpu, f.fault.mm, f.start))
            .step((cpu, f) -> f.map(cpu))
            .end()
            .unlock(LOCK_PMD, (cpu, f) -> f.table.address)
            .step((cpu, f) -> f.releaseUnused(cpu))
            .end()
            .build();

    private final VmFault fault;
    private final Table table;
    private final long entry;
    private final PageTableFormat format;
    private final long start;
    private long folio = NONE;
    private boolean mapped;

    HugeZeroWpPmd(VmFault fault, long entry) {
        super(PROGRAM);
        this.fault = fault;
        this.entry = entry;
        format = fault.mm.pageTable().format();
        table = fault.mm.pageTable().existingTable(fault.va, 1);
        start = fault.start(1);
    }

    private void allocate(Cpu cpu) {
        int order = format.order(1);
        folio = Folio.allocate(cpu, order, Thp.gfp(cpu, fault.vma));
        if (folio == NONE) {
            cpu.record(VMSTAT_ADDED_FIELD_NUMBER, VmstatItem.thp_fault_fallback_VALUE, 1);
            cpu.record(MTHP_STAT_ADDED_FIELD_NUMBER, order, MthpStat.anon_fault_fallback_VALUE, 1);
            return;
        }
        cpu.spend(cpu.cost(CostId.CLEAR_PAGE) << order);
        cpu.record(PAGES_CLEARED_FIELD_NUMBER, folio, 1L << order);
    }

    private boolean unchanged() {
        return table.entry(format.index(1, start)) == entry;
    }

    private void clear(Cpu cpu) {
        cpu.spend(CostId.PTE_UPDATE);
        cpu.record(PTE_CLEARED_FIELD_NUMBER, fault.mm.id(), start, 1, entry);
    }

    private void map(Cpu cpu) {
        mapped = true;
        fault.finish();
        Rmap.addNewAnonPmd(cpu, fault.vma, fault.mm, start, folio);
        Lru.add(cpu, fault.vma, folio);
        long fresh = format.mkdirty(format.leaf(1, folio, format.protection(fault.vma.flags())));
        cpu.spend(CostId.PTE_UPDATE);
        cpu.record(PTE_SET_FIELD_NUMBER, fault.mm.id(), start, 1, fault.vma.write() ? format.mkwrite(fresh) : fresh);
        cpu.record(VMSTAT_ADDED_FIELD_NUMBER, VmstatItem.thp_fault_alloc_VALUE, 1);
        cpu.record(MTHP_STAT_ADDED_FIELD_NUMBER, format.order(1), MthpStat.anon_fault_alloc_VALUE, 1);
        DeferredSplit.queue(cpu, folio, false);
    }

    private void releaseUnused(Cpu cpu) {
        if (!mapped) {
            fault.finish();
            Folio.put(cpu, folio);
        }
    }
}
