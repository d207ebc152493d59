package org.mmsim.engine.kernel.mremap;

import static org.mmsim.protocol.Event.PTE_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_SET_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TABLE_DEPOSITED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TABLE_WITHDRAWN_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_PMD;

import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.tlb.TlbFlush;
import org.mmsim.engine.kernel.walk.LocklessWalks;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/** move_huge_pmd: the huge entry goes to its new address, and the table that was deposited for it as well. */
final class MoveHugePmd extends Frame {
    private static final Program<MoveHugePmd> PROGRAM = Program.<MoveHugePmd>of(KernelFunction.move_huge_pmd)
            .lock(LOCK_PMD, (cpu, f) -> f.source.address)
            .when((cpu, f) -> f.target != f.source)
            .lock(LOCK_PMD, (cpu, f) -> f.target.address)
            .end()
            .when((cpu, f) -> f.stillHuge())
            .step((cpu, f) -> f.move(cpu))
            .call((cpu, f) -> LocklessWalks.serialize(cpu, f.mm, f.from))
            .call((cpu, f) -> TlbFlush.pmd(cpu, f.mm, f.from))
            .end()
            .when((cpu, f) -> f.target != f.source)
            .unlock(LOCK_PMD, (cpu, f) -> f.target.address)
            .end()
            .unlock(LOCK_PMD, (cpu, f) -> f.source.address)
            .build();

    private final Mm mm;
    private final Table source;
    private final Table target;
    private final long from;
    private final long to;
    private final PageTableFormat format;
    private final Runnable moved;

    /**
     * @param moved called if the entry was still huge when the locks were had
     */
    MoveHugePmd(Mm mm, long from, long to, Runnable moved) {
        super(PROGRAM);
        this.mm = mm;
        this.from = from;
        this.to = to;
        this.moved = moved;
        source = mm.pageTable().existingTable(from, 1);
        target = mm.pageTable().existingTable(to, 1);
        format = mm.pageTable().format();
    }

    private boolean stillHuge() {
        long entry = source.entry(format.index(1, from));
        return format.present(entry) && format.leaf(1, entry);
    }

    private void move(Cpu cpu) {
        moved.run();
        long entry = source.entry(format.index(1, from));
        cpu.spend(2 * cpu.cost(CostId.PTE_UPDATE));
        cpu.record(PTE_CLEARED_FIELD_NUMBER, mm.id(), from, 1, entry);
        if (target != source) {
            long deposit = source.deposits().getFirst();
            cpu.record(TABLE_WITHDRAWN_FIELD_NUMBER, mm.id(), from, deposit);
            cpu.record(TABLE_DEPOSITED_FIELD_NUMBER, mm.id(), to, deposit);
        }
        cpu.record(PTE_SET_FIELD_NUMBER, mm.id(), to, 1, format.mkSoftDirty(entry));
    }
}
