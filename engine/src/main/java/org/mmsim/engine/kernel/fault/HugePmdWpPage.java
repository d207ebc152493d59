package org.mmsim.engine.kernel.fault;

import static org.mmsim.protocol.Event.ANON_EXCLUSIVE_CHANGED_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_FOLIO;
import static org.mmsim.protocol.LockKind.LOCK_PMD;

import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Bug;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.HugeZeroWp;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.folio.Folio;
import org.mmsim.engine.kernel.split.SplitHugePmd;
import org.mmsim.engine.memory.Folios;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.protocol.KernelFunction;

/**
 * do_huge_pmd_wp_page: a write to a huge page that is mapped read-only. Where the folio is not this
 * process's own, the mapping is split and the fault goes on with the one page.
 */
final class HugePmdWpPage extends Frame {
    private static final Program<HugePmdWpPage> PROGRAM = Program.<HugePmdWpPage>of(KernelFunction.do_huge_pmd_wp_page)
            .when((cpu, f) -> f.zeroReplaced(cpu))
            .call((cpu, f) -> new HugeZeroWpPmd(f.fault, f.entry))
            .end()
            .when((cpu, f) -> !f.zero(cpu))
            .lock(LOCK_PMD, (cpu, f) -> f.table.address)
            .step((cpu, f) -> f.tryLockFolio(cpu))
            .when((cpu, f) -> f.mustWait)
            .step((cpu, f) -> Folio.get(cpu, f.folio))
            .unlock(LOCK_PMD, (cpu, f) -> f.table.address)
            .lock(LOCK_FOLIO, (cpu, f) -> f.folio)
            .lock(LOCK_PMD, (cpu, f) -> f.table.address)
            .step((cpu, f) -> Folio.put(cpu, f.folio))
            .step((cpu, f) -> f.checkSame())
            .end()
            .call((cpu, f) -> f.fault.done() ? null : f.reuse(cpu))
            .when((cpu, f) -> f.locked)
            .unlock(LOCK_FOLIO, (cpu, f) -> f.folio)
            .end()
            .unlock(LOCK_PMD, (cpu, f) -> f.table.address)
            .end()
            .call((cpu, f) ->
                    f.fault.done() ? null : new SplitHugePmd(f.fault.mm, f.fault.vma, f.table, f.fault.start(1)))
            .build();

    private final VmFault fault;
    private final Table table;
    private final long entry;
    private final PageTableFormat format;
    private final long folio;
    /** Whether somebody else had locked the folio. */
    private boolean mustWait;
    /** Whether this fault has locked the folio in the end. */
    private boolean locked;

    HugePmdWpPage(VmFault fault, long entry) {
        super(PROGRAM);
        this.fault = fault;
        this.entry = entry;
        format = fault.mm.pageTable().format();
        table = fault.mm.pageTable().existingTable(fault.va, 1);
        folio = format.frame(entry);
    }

    private boolean zero(Cpu cpu) {
        return folio == cpu.machine().hugeZeroFrame();
    }

    private boolean zeroReplaced(Cpu cpu) {
        return zero(cpu) && cpu.kernel().policies().hugeZeroWp() == HugeZeroWp.MAP_THP && Thp.pmdAllowed(cpu, fault);
    }

    private void checkSame() {
        if (table.entry(format.index(1, fault.va)) != entry) {
            fault.finish();
        }
    }

    /** A folio that is this process's own already needs no lock. */
    private void tryLockFolio(Cpu cpu) {
        checkSame();
        if (fault.done() || cpu.machine().folios().exclusive(folio)) {
            return;
        }
        mustWait = !cpu.tryLock(LOCK_FOLIO, folio);
        locked = true;
    }

    private @Nullable Frame reuse(Cpu cpu) {
        Folios folios = cpu.machine().folios();
        if (!folios.exclusive(folio)) {
            int users = cpu.planted(Bug.COW_REUSES_BY_MAPCOUNT) ? folios.mapcount(folio) : folios.refs(folio);
            if (users > 1 && !cpu.planted(Bug.COW_REUSES_SHARED_HUGE)) {
                return null;
            }
            cpu.record(ANON_EXCLUSIVE_CHANGED_FIELD_NUMBER, folio, 1, 1);
        }
        fault.finish();
        if (fault.unshare) {
            return null;
        }
        long young = format.mkdirty(format.mkyoung(entry));
        return AccessFlags.set(cpu, fault, 1, entry, fault.vma.write() ? format.mkwrite(young) : young);
    }
}
