package org.mmsim.engine.kernel.fault;

import static org.mmsim.protocol.Event.ANON_EXCLUSIVE_CHANGED_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_PMD;

import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Bug;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.HugeZeroWp;
import org.mmsim.engine.cpu.Program;
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
            .call((cpu, f) -> f.reuse(cpu))
            .unlock(LOCK_PMD, (cpu, f) -> f.table.address)
            .end()
            .call((cpu, f) ->
                    f.fault.done() ? null : new SplitHugePmd(f.fault.mm, f.fault.vma, f.table, f.fault.start(1)))
            .build();

    private final VmFault fault;
    private final Table table;
    private final long entry;
    private final PageTableFormat format;

    HugePmdWpPage(VmFault fault, long entry) {
        super(PROGRAM);
        this.fault = fault;
        this.entry = entry;
        format = fault.mm.pageTable().format();
        table = fault.mm.pageTable().existingTable(fault.va, 1);
    }

    private boolean zero(Cpu cpu) {
        return format.frame(entry) == cpu.machine().hugeZeroFrame();
    }

    private boolean zeroReplaced(Cpu cpu) {
        return zero(cpu) && cpu.kernel().policies().hugeZeroWp() == HugeZeroWp.MAP_THP && Thp.pmdAllowed(cpu, fault);
    }

    private @Nullable Frame reuse(Cpu cpu) {
        if (table.entry(format.index(1, fault.va)) != entry) {
            fault.finish();
            return null;
        }
        Folios folios = cpu.machine().folios();
        long folio = format.frame(entry);
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
