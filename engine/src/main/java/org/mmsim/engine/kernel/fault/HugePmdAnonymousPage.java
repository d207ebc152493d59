package org.mmsim.engine.kernel.fault;

import static org.mmsim.protocol.Event.MTHP_STAT_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PAGES_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_SET_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TABLE_DEPOSITED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.VMSTAT_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_PMD;

import org.mmsim.engine.cpu.Bug;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.folio.Folio;
import org.mmsim.engine.kernel.folio.Lru;
import org.mmsim.engine.kernel.folio.Rmap;
import org.mmsim.engine.kernel.split.DeferredSplit;
import org.mmsim.engine.kernel.table.Tables;
import org.mmsim.engine.kernel.vma.Vmas;
import org.mmsim.engine.pagetable.PageTable;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.protocol.MthpStat;
import org.mmsim.protocol.ThpControl;
import org.mmsim.protocol.VmstatItem;

/**
 * do_huge_pmd_anonymous_page: the huge zero page for a read, else a folio of the PMD's size. Without
 * memory for it nothing happens, and the fault falls back to smaller folios.
 */
final class HugePmdAnonymousPage extends Frame {
    private static final long NONE = -1;

    private static final Program<HugePmdAnonymousPage> PROGRAM = Program.<HugePmdAnonymousPage>of(
                    KernelFunction.do_huge_pmd_anonymous_page)
            .step((cpu, f) -> Vmas.prepareAnonVma(cpu, f.fault))
            .step((cpu, f) -> f.allocate(cpu))
            .when((cpu, f) -> f.folio != NONE)
            .step((cpu, f) -> f.deposit = Tables.allocate(cpu, f.fault.mm, f.start, 0))
            .lock(LOCK_PMD, (cpu, f) -> f.pageTable.existingTable(f.start, 1).address)
            .step((cpu, f) -> f.map(cpu))
            .unlock(LOCK_PMD, (cpu, f) -> f.pageTable.existingTable(f.start, 1).address)
            .step((cpu, f) -> f.releaseUnused(cpu))
            .end()
            .build();

    private final VmFault fault;
    private final PageTable pageTable;
    private final PageTableFormat format;
    private final long start;
    private long folio = NONE;
    private boolean zero;
    private long deposit = NONE;
    private boolean mapped;

    HugePmdAnonymousPage(VmFault fault) {
        super(PROGRAM);
        this.fault = fault;
        pageTable = fault.mm.pageTable();
        format = pageTable.format();
        start = fault.start(1);
    }

    private void allocate(Cpu cpu) {
        zero = !fault.wantsOwnCopy() && cpu.machine().thp().global(ThpControl.THP_USE_ZERO_PAGE) != 0;
        int order = format.order(1);
        folio = zero ? HugeZero.get(cpu, fault.mm) : Folio.allocate(cpu, order, Thp.gfp(cpu, fault.vma));
        if (folio == NONE) {
            cpu.record(VMSTAT_ADDED_FIELD_NUMBER, VmstatItem.thp_fault_fallback_VALUE, 1);
            if (!zero) {
                cpu.record(MTHP_STAT_ADDED_FIELD_NUMBER, order, MthpStat.anon_fault_fallback_VALUE, 1);
            }
        } else if (!zero) {
            cpu.spend(cpu.cost(CostId.CLEAR_PAGE) << order);
            long pages = cpu.planted(Bug.HUGE_PAGE_HALF_CLEARED) ? 1L << order - 1 : 1L << order;
            cpu.record(PAGES_CLEARED_FIELD_NUMBER, folio, pages);
        }
    }

    private void map(Cpu cpu) {
        boolean taken = pageTable.entry(start, 1) != 0 && !cpu.planted(Bug.HUGE_FAULT_WITHOUT_RECHECK);
        if (taken || deposit == NONE) {
            return;
        }
        mapped = true;
        fault.finish();
        long entry = format.leaf(1, folio, format.protection(fault.vma.flags()));
        if (zero) {
            entry = cpu.kernel().policies().hugeZeroSpecial() ? format.mkspecial(entry) : entry;
        } else {
            Rmap.addNewAnonPmd(cpu, fault.vma, fault.mm, start, folio);
            Lru.add(cpu, fault.vma, folio);
            if (fault.vma.write()) {
                entry = format.mkwrite(format.mkdirty(entry));
            }
        }
        cpu.record(TABLE_DEPOSITED_FIELD_NUMBER, fault.mm.id(), start, deposit);
        cpu.spend(CostId.PTE_UPDATE);
        cpu.record(PTE_SET_FIELD_NUMBER, fault.mm.id(), start, 1, entry);
        if (!zero) {
            cpu.record(VMSTAT_ADDED_FIELD_NUMBER, VmstatItem.thp_fault_alloc_VALUE, 1);
            cpu.record(MTHP_STAT_ADDED_FIELD_NUMBER, format.order(1), MthpStat.anon_fault_alloc_VALUE, 1);
            DeferredSplit.queue(cpu, folio, false);
        }
    }

    private void releaseUnused(Cpu cpu) {
        if (mapped) {
            return;
        }
        if (deposit != NONE) {
            cpu.spend(CostId.TABLE_FREE);
            Tables.free(cpu, fault.mm, start, 0, deposit);
        }
        if (!zero) {
            Folio.put(cpu, folio);
        }
    }
}
