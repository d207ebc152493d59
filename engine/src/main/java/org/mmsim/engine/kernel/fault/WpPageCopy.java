package org.mmsim.engine.kernel.fault;

import static org.mmsim.protocol.Event.PAGES_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PAGES_COPIED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_SET_FIELD_NUMBER;
import static org.mmsim.protocol.Event.RSS_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_PTE;

import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Bug;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.folio.Folio;
import org.mmsim.engine.kernel.folio.Gfp;
import org.mmsim.engine.kernel.folio.Lru;
import org.mmsim.engine.kernel.folio.Rmap;
import org.mmsim.engine.kernel.tlb.TlbFlush;
import org.mmsim.engine.kernel.vma.Vmas;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/** wp_page_copy: the writer gets a page of its own, with what the shared one holds. */
final class WpPageCopy extends Frame {
    private static final long NONE = -1;

    private static final Program<WpPageCopy> PROGRAM = Program.<WpPageCopy>of(KernelFunction.wp_page_copy)
            .step((cpu, f) -> Vmas.prepareAnonVma(cpu, f.fault))
            .step((cpu, f) -> f.allocate(cpu))
            .when((cpu, f) -> f.copy != NONE)
            .step((cpu, f) -> f.copy(cpu))
            .lock(LOCK_PTE, (cpu, f) -> f.table.address)
            .when((cpu, f) -> f.unchanged() || cpu.planted(Bug.COW_WITHOUT_RECHECK))
            .step((cpu, f) -> f.clear(cpu))
            .call((cpu, f) -> f.flush(cpu))
            .step((cpu, f) -> f.addRmap(cpu))
            .step((cpu, f) -> f.setPte(cpu))
            .step((cpu, f) -> f.removeOldRmap(cpu))
            .end()
            .unlock(LOCK_PTE, (cpu, f) -> f.table.address)
            .end()
            .step((cpu, f) -> f.release(cpu))
            .build();

    private final VmFault fault;
    private final Table table;
    private final long entry;
    private final PageTableFormat format;
    /** Whether the old page is the zero page, which has no counts. */
    private final boolean zero;

    private final long old;
    private long copy = NONE;
    private boolean replaced;
    private boolean oldGone;

    WpPageCopy(VmFault fault, Table table, long entry) {
        super(PROGRAM);
        this.fault = fault;
        this.table = table;
        this.entry = entry;
        format = fault.mm.pageTable().format();
        zero = format.special(entry);
        old = format.frame(entry);
    }

    private void allocate(Cpu cpu) {
        copy = Folio.allocate(cpu, 0, Gfp.HIGHUSER_MOVABLE);
        if (copy == NONE) {
            fault.raise(Signals.SIGKILL);
        }
    }

    private void copy(Cpu cpu) {
        if (zero) {
            cpu.spend(CostId.CLEAR_PAGE);
            cpu.record(PAGES_CLEARED_FIELD_NUMBER, copy, 1);
        } else {
            cpu.spend(CostId.COPY_PAGE);
            long from =
                    cpu.planted(Bug.COW_OF_FIRST_PAGE) ? cpu.machine().folios().head(old) : old;
            cpu.record(PAGES_COPIED_FIELD_NUMBER, from, copy, 1);
        }
    }

    private boolean unchanged() {
        return table.entry(format.index(0, fault.va)) == entry;
    }

    /** ptep_clear_flush: no CPU may see the old page and the new one at the same time. */
    private void clear(Cpu cpu) {
        replaced = true;
        cpu.spend(CostId.PTE_UPDATE);
        cpu.record(PTE_CLEARED_FIELD_NUMBER, fault.mm.id(), fault.start(0), 0, entry);
    }

    private @Nullable Frame flush(Cpu cpu) {
        if (cpu.planted(Bug.COW_RELEASES_BEFORE_FLUSH)) {
            removeOldRmap(cpu);
            release(cpu);
            oldGone = true;
        }
        return cpu.planted(Bug.COW_WITHOUT_FLUSH) ? null : TlbFlush.page(cpu, fault.mm, fault.start(0));
    }

    private void addRmap(Cpu cpu) {
        Rmap.addNewAnonPtes(cpu, fault.vma, fault.mm, fault.start(0), copy, 1);
        Lru.add(cpu, fault.vma, copy);
    }

    private void setPte(Cpu cpu) {
        long fresh = format.leaf(0, copy, format.protection(fault.vma.flags()));
        if (fault.unshare) {
            fresh = format.softDirty(entry) ? format.mkSoftDirty(fresh) : fresh;
        } else {
            fresh = format.mkdirty(fresh);
            fresh = fault.vma.write() ? format.mkwrite(fresh) : fresh;
        }
        cpu.spend(CostId.PTE_UPDATE);
        cpu.record(PTE_SET_FIELD_NUMBER, fault.mm.id(), fault.start(0), 0, fresh);
    }

    /** Only now: reclaim could otherwise free the old page while a stale translation still reads it. */
    private void removeOldRmap(Cpu cpu) {
        if (!zero && !oldGone) {
            int member = Rmap.member(cpu, old);
            if (!cpu.planted(Bug.COW_WITHOUT_RMAP_REMOVAL)) {
                Rmap.removePtes(cpu, fault.vma, fault.mm, old, 1);
            }
            cpu.record(RSS_ADDED_FIELD_NUMBER, fault.mm.id(), cpu.planted(Bug.COW_WITHOUT_RSS) ? 0 : -1, member);
        }
    }

    /** The reference that do_wp_page took, and either the mapping's or the unused copy's. */
    private void release(Cpu cpu) {
        if (copy != NONE && !replaced) {
            Folio.put(cpu, copy);
        }
        if (!zero && !oldGone) {
            long folio = cpu.machine().folios().head(old);
            Folio.put(cpu, folio, replaced ? 2 : 1);
        }
    }
}
