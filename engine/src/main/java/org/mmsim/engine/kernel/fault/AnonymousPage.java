package org.mmsim.engine.kernel.fault;

import static org.mmsim.protocol.Event.FOLIO_REFS_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.MTHP_STAT_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PAGES_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTES_SET_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_SET_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_PTE;

import org.mmsim.engine.cpu.Bug;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.folio.Folio;
import org.mmsim.engine.kernel.folio.Gfp;
import org.mmsim.engine.kernel.folio.Lru;
import org.mmsim.engine.kernel.folio.Rmap;
import org.mmsim.engine.kernel.table.PteAlloc;
import org.mmsim.engine.kernel.table.Tables;
import org.mmsim.engine.kernel.vma.Vmas;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.protocol.MthpStat;

/**
 * do_anonymous_page: the zero page for a read, else a folio of the largest size that is allowed, fits
 * the VMA, hits no populated entry and can be had.
 */
final class AnonymousPage extends Frame {
    private static final long NONE = -1;

    private static final Program<AnonymousPage> PROGRAM = Program.<AnonymousPage>of(KernelFunction.do_anonymous_page)
            .call((cpu, f) -> PteAlloc.of(f.fault))
            .step((cpu, f) -> f.enterTable())
            .when((cpu, f) -> f.table != null && !f.fault.wantsOwnCopy())
            .lock(LOCK_PTE, (cpu, f) -> f.table.address)
            .step((cpu, f) -> f.mapZeroPage(cpu))
            .unlock(LOCK_PTE, (cpu, f) -> f.table.address)
            .end()
            .when((cpu, f) -> f.table != null && f.fault.wantsOwnCopy())
            .step((cpu, f) -> Vmas.prepareAnonVma(cpu, f.fault))
            .step((cpu, f) -> f.allocateFolio(cpu))
            .when((cpu, f) -> f.folio != NONE)
            .step((cpu, f) -> f.clear(cpu))
            .lock(LOCK_PTE, (cpu, f) -> f.table.address)
            .when((cpu, f) -> f.stillNone() || cpu.planted(Bug.FAULT_WITHOUT_RECHECK))
            .step((cpu, f) -> f.addRefs(cpu))
            .step((cpu, f) -> f.addRmap(cpu))
            .step((cpu, f) -> f.setPtes(cpu))
            .end()
            .unlock(LOCK_PTE, (cpu, f) -> f.table.address)
            .step((cpu, f) -> f.releaseUnused(cpu))
            .end()
            .end()
            .build();

    private final VmFault fault;
    private final PageTableFormat format;

    @SuppressWarnings("NullAway.Init") // set by the first step, or nothing else happens
    private Table table;

    private long folio = NONE;
    private int order;
    private long start;
    private boolean mapped;

    AnonymousPage(VmFault fault) {
        super(PROGRAM);
        this.fault = fault;
        format = fault.mm.pageTable().format();
    }

    /** A huge page may have come in between, and then there is nothing to do. */
    private void enterTable() {
        Table found = fault.mm.pageTable().table(fault.va, 0);
        if (found != null) {
            table = found;
        }
    }

    private void mapZeroPage(Cpu cpu) {
        if (!Tables.linked(fault.mm, table) || table.entry(format.index(0, fault.va)) != 0) {
            return;
        }
        cpu.spend(CostId.PTE_UPDATE);
        long protection = format.protection(fault.vma.flags());
        long entry = format.mkspecial(format.leaf(0, cpu.machine().zeroFrame(), protection));
        entry = fault.vma.write() && cpu.planted(Bug.ZERO_PAGE_WRITABLE) ? format.mkwrite(entry) : entry;
        cpu.record(PTE_SET_FIELD_NUMBER, fault.mm.id(), fault.start(0), 0, entry);
    }

    /** alloc_anon_folio. */
    private void allocateFolio(Cpu cpu) {
        int orders = Thp.allowable(cpu, fault);
        while (orders != 0 && !rangeNone(highest(orders))) {
            orders &= ~(1 << highest(orders));
        }
        for (; orders != 0; orders &= ~(1 << highest(orders))) {
            folio = Folio.allocate(cpu, highest(orders), Thp.gfp(cpu, fault.vma));
            if (folio != NONE) {
                order = highest(orders);
                break;
            }
            cpu.record(MTHP_STAT_ADDED_FIELD_NUMBER, highest(orders), MthpStat.anon_fault_fallback_VALUE, 1);
        }
        if (folio == NONE) {
            folio = Folio.allocate(cpu, 0, Gfp.HIGHUSER_MOVABLE);
        }
        if (folio == NONE) {
            fault.raise(Signals.SIGKILL);
        }
        start = fault.va & -(format.span(0) << order);
    }

    private static int highest(int orders) {
        return 31 - Integer.numberOfLeadingZeros(orders);
    }

    /** pte_range_none, for the aligned range of an order around the address. */
    private boolean rangeNone(int candidate) {
        int first = format.index(0, fault.va & -(format.span(0) << candidate));
        return table.nextUsed(first) >= first + (1 << candidate);
    }

    private void clear(Cpu cpu) {
        cpu.spend(cpu.cost(CostId.CLEAR_PAGE) << order);
        if (!cpu.planted(Bug.PAGE_NOT_CLEARED)) {
            cpu.record(PAGES_CLEARED_FIELD_NUMBER, folio, 1L << order);
        }
    }

    /** Somebody else may have mapped something since the entries were read without the lock. */
    private boolean stillNone() {
        return Tables.linked(fault.mm, table) && rangeNone(order);
    }

    private void addRefs(Cpu cpu) {
        mapped = true;
        if (order > 0) {
            cpu.record(FOLIO_REFS_ADDED_FIELD_NUMBER, folio, (1L << order) - 1);
            cpu.record(MTHP_STAT_ADDED_FIELD_NUMBER, order, MthpStat.anon_fault_alloc_VALUE, 1);
        }
    }

    private void addRmap(Cpu cpu) {
        Rmap.addNewAnonPtes(cpu, fault.vma, fault.mm, start, folio, 1L << order);
        Lru.add(cpu, fault.vma, folio);
    }

    private void setPtes(Cpu cpu) {
        long entry = format.leaf(0, folio, format.protection(fault.vma.flags()));
        if (fault.vma.write()) {
            entry = format.mkwrite(format.mkdirty(entry));
        }
        cpu.spend(cpu.cost(CostId.PTE_UPDATE) << order);
        if (order == 0) {
            cpu.record(PTE_SET_FIELD_NUMBER, fault.mm.id(), start, 0, entry);
        } else {
            cpu.record(PTES_SET_FIELD_NUMBER, fault.mm.id(), start, 1L << order, entry);
        }
    }

    private void releaseUnused(Cpu cpu) {
        if (!mapped && !cpu.planted(Bug.FAULT_LEAKS_UNUSED)) {
            Folio.put(cpu, folio);
        }
    }
}
