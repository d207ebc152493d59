package org.mmsim.engine.kernel.mremap;

import static org.mmsim.protocol.Event.TABLE_MOVED_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_ANON_VMA_WRITE;
import static org.mmsim.protocol.LockKind.LOCK_PMD;

import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.tlb.TlbFlush;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/**
 * move_normal_pmd, move_normal_pud: a whole table goes to its new address as it is, entries untouched. Nobody may be on
 * a walk over the places of its pages then (take_rmap_locks).
 */
final class MoveTable extends Frame {
    private static final Program<MoveTable> PROGRAM = Program.<MoveTable>of(KernelFunction.no_function)
            .when((cpu, f) -> f.anonVma != 0)
            .lock(LOCK_ANON_VMA_WRITE, (cpu, f) -> f.anonVma)
            .end()
            .lock(LOCK_PMD, (cpu, f) -> f.source.address)
            .when((cpu, f) -> f.target != f.source)
            .lock(LOCK_PMD, (cpu, f) -> f.target.address)
            .end()
            .when((cpu, f) -> f.stillTable())
            .step((cpu, f) -> f.move(cpu))
            .call((cpu, f) -> TlbFlush.range(cpu, f.mm, f.from, f.from + f.format.span(f.level)))
            .end()
            .when((cpu, f) -> f.target != f.source)
            .unlock(LOCK_PMD, (cpu, f) -> f.target.address)
            .end()
            .unlock(LOCK_PMD, (cpu, f) -> f.source.address)
            .when((cpu, f) -> f.anonVma != 0)
            .unlock(LOCK_ANON_VMA_WRITE, (cpu, f) -> f.anonVma)
            .end()
            .build();

    private final Mm mm;
    private final int level;
    private final Table source;
    private final Table target;
    private final long from;
    private final long to;
    private final PageTableFormat format;
    /** Root of the family whose pages are moved; 0 for none. */
    private final int anonVma;

    /**
     * @param level of the entries that point to the table, 1 or 2
     */
    MoveTable(Mm mm, Vma vma, int level, long from, long to) {
        super(PROGRAM);
        this.mm = mm;
        this.level = level;
        this.from = from;
        this.to = to;
        source = mm.pageTable().existingTable(from, level);
        target = mm.pageTable().existingTable(to, level);
        format = mm.pageTable().format();
        anonVma = mm.anonVmaRoot(vma.anonVma());
    }

    private boolean stillTable() {
        return source.child(format.index(level, from)) != null;
    }

    private void move(Cpu cpu) {
        cpu.spend(2 * cpu.cost(CostId.PTE_UPDATE));
        cpu.record(TABLE_MOVED_FIELD_NUMBER, mm.id(), from, to, level);
    }
}
