package org.mmsim.engine.kernel.protect;

import static org.mmsim.protocol.Event.PTE_SET_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_PTE;

import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.folio.PteBatch;
import org.mmsim.engine.kernel.tlb.UnmapBatch;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.MmuGather;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.pagetable.MigrationEntry;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/**
 * change_pte_range: every entry is taken out, so that the hardware cannot change it meanwhile, and put back with its new
 * attributes. Where entries of a large folio go together, they come back accessed and dirty if one of them was.
 */
final class ChangePteRange extends Frame {
    private static final Program<ChangePteRange> PROGRAM = Program.<ChangePteRange>of(KernelFunction.no_function)
            .lock(LOCK_PTE, (cpu, f) -> f.table.address)
            .call((cpu, f) -> UnmapBatch.flushBatchedPending(cpu, f.mm))
            .loop((cpu, f) -> f.find())
            .step((cpu, f) -> f.modifyProtStart(cpu))
            .step((cpu, f) -> f.modifyProtCommit(cpu))
            .end()
            .unlock(LOCK_PTE, (cpu, f) -> f.table.address)
            .build();

    private final Mm mm;
    private final Vma vma;
    private final Table table;
    private final long to;
    private final MmuGather gather;
    private final PageTableFormat format;
    private long cursor;
    private long old;
    private int nr;

    ChangePteRange(Mm mm, Vma vma, Table table, long from, long to, MmuGather gather) {
        super(PROGRAM);
        this.mm = mm;
        this.vma = vma;
        this.table = table;
        this.cursor = from;
        this.to = to;
        this.gather = gather;
        format = mm.pageTable().format();
    }

    private boolean find() {
        if (cursor >= to) {
            return false;
        }
        cursor = table.va + table.nextUsed(format.index(0, cursor)) * format.span(0);
        return cursor < to;
    }

    /** modify_prot_start_ptes. */
    private void modifyProtStart(Cpu cpu) {
        int index = format.index(0, cursor);
        old = table.entry(index);
        nr = 1;
        if (!format.present(old)) {
            return;
        }
        if (cpu.kernel().policies().changeBatching() && !format.special(old)) {
            int max = (int) (to - cursor >>> format.shift(0));
            int respected = PteBatch.RESPECT_WRITE | PteBatch.RESPECT_SOFT_DIRTY;
            nr = PteBatch.length(cpu, format, table, index, max, respected);
        }
        old = PteBatch.clear(cpu, mm, table, cursor, nr);
    }

    /** modify_prot_commit_ptes, page by page as far as pages of the batch differ in being exclusive. */
    private void modifyProtCommit(Cpu cpu) {
        if (!format.present(old)) {
            changeNonPresent(cpu);
            cursor += format.span(0);
            return;
        }
        cpu.spend(cpu.cost(CostId.PTE_UPDATE) * nr);
        long entry = ProtectionChange.modify(format, vma, old);
        for (int i = 0; i < nr; i++) {
            long next = format.advance(entry, i);
            boolean writable = ProtectionChange.canBeWritable(cpu, format, vma, next);
            long changed = writable ? format.mkwrite(next) : next;
            cpu.record(PTE_SET_FIELD_NUMBER, mm.id(), cursor, 0, changed);
            if (format.needsFlush(0, format.advance(old, i), changed)) {
                gather.remove(cursor, format.span(0), 0);
            }
            cursor += format.span(0);
        }
    }

    /** A page in migration comes back read-only, and the write that follows finds out whether it may. */
    private void changeNonPresent(Cpu cpu) {
        if (!MigrationEntry.is(format, old)) {
            return;
        }
        MigrationEntry migration = MigrationEntry.read(format, old);
        if (migration.writable()) {
            long entry = migration.withoutWrite().word(format);
            cpu.record(PTE_SET_FIELD_NUMBER, mm.id(), cursor, 0, entry);
        }
    }
}
