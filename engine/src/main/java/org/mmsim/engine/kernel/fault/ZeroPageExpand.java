package org.mmsim.engine.kernel.fault;

import static org.mmsim.protocol.Event.FOLIO_REFS_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.MTHP_STAT_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PAGES_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTES_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTES_SET_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_PTE;

import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.folio.Folio;
import org.mmsim.engine.kernel.folio.Lru;
import org.mmsim.engine.kernel.folio.Rmap;
import org.mmsim.engine.kernel.tlb.TlbFlush;
import org.mmsim.engine.kernel.vma.Vmas;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.protocol.MthpStat;

/**
 * A proposal: the first write to a zero page maps a large folio in the place of zero pages and holes around it, as a
 * write to untouched memory would have. Where none fits nothing happens, and one page is copied.
 */
final class ZeroPageExpand extends Frame {
    private static final long NONE = -1;

    private static final Program<ZeroPageExpand> PROGRAM = Program.<ZeroPageExpand>of(KernelFunction.no_function)
            .step((cpu, f) -> Vmas.prepareAnonVma(cpu, f.fault))
            .step((cpu, f) -> f.allocate(cpu))
            .when((cpu, f) -> f.folio != NONE)
            .lock(LOCK_PTE, (cpu, f) -> f.table.address)
            .when((cpu, f) -> f.replaceable(cpu, f.order))
            .step((cpu, f) -> f.clear(cpu))
            .call((cpu, f) -> TlbFlush.range(cpu, f.fault.mm, f.start, f.start + (f.format.span(0) << f.order)))
            .step((cpu, f) -> f.map(cpu))
            .end()
            .unlock(LOCK_PTE, (cpu, f) -> f.table.address)
            .step((cpu, f) -> f.releaseUnused(cpu))
            .end()
            .build();

    private final VmFault fault;
    private final Table table;
    private final PageTableFormat format;
    private long folio = NONE;
    private int order;
    private long start;

    ZeroPageExpand(VmFault fault, Table table) {
        super(PROGRAM);
        this.fault = fault;
        this.table = table;
        format = fault.mm.pageTable().format();
    }

    private void allocate(Cpu cpu) {
        int orders = Thp.allowable(cpu, fault);
        for (int candidate = format.order(1) - 1; candidate > 0 && folio == NONE; candidate--) {
            if ((orders >>> candidate & 1) != 0 && replaceable(cpu, candidate)) {
                folio = Folio.allocate(cpu, candidate, Thp.gfp(cpu, fault.vma));
                order = candidate;
            }
        }
        if (folio != NONE) {
            start = fault.va & -(format.span(0) << order);
            cpu.spend(cpu.cost(CostId.CLEAR_PAGE) << order);
            cpu.record(PAGES_CLEARED_FIELD_NUMBER, folio, 1L << order);
        }
    }

    /** Whether the aligned range of an order around the address holds zero pages and holes only. */
    private boolean replaceable(Cpu cpu, int candidate) {
        int first = format.index(0, fault.va & -(format.span(0) << candidate));
        for (int index = first; index < first + (1 << candidate); index++) {
            long entry = table.entry(index);
            boolean zero = format.present(entry)
                    && format.frame(entry) == cpu.machine().zeroFrame();
            if (entry != 0 && !zero) {
                return false;
            }
        }
        return true;
    }

    private void clear(Cpu cpu) {
        cpu.spend(cpu.cost(CostId.PTE_UPDATE) << order);
        cpu.record(
                PTES_CLEARED_FIELD_NUMBER, fault.mm.id(), start, 1L << order, table.entry(format.index(0, fault.va)));
    }

    private void map(Cpu cpu) {
        fault.finish();
        cpu.record(FOLIO_REFS_ADDED_FIELD_NUMBER, folio, (1L << order) - 1);
        cpu.record(MTHP_STAT_ADDED_FIELD_NUMBER, order, MthpStat.anon_fault_alloc_VALUE, 1);
        Rmap.addNewAnonPtes(cpu, fault.vma, fault.mm, start, folio, 1L << order);
        Lru.add(cpu, fault.vma, folio);
        long entry = format.mkdirty(format.leaf(0, folio, format.protection(fault.vma.flags())));
        cpu.spend(cpu.cost(CostId.PTE_UPDATE) << order);
        long mapped = fault.vma.write() ? format.mkwrite(entry) : entry;
        cpu.record(PTES_SET_FIELD_NUMBER, fault.mm.id(), start, 1L << order, mapped);
        folio = NONE;
    }

    private void releaseUnused(Cpu cpu) {
        if (folio != NONE) {
            Folio.put(cpu, folio);
        }
    }
}
