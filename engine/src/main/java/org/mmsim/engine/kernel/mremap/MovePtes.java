package org.mmsim.engine.kernel.mremap;

import static org.mmsim.protocol.Event.PTES_SET_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_SET_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_PTE;

import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Bug;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.folio.PteBatch;
import org.mmsim.engine.kernel.tlb.TlbFlush;
import org.mmsim.engine.kernel.tlb.UnmapBatch;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.pagetable.MigrationEntry;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/**
 * move_ptes, within one table on either side. The old translations are flushed before either lock goes: nobody may use
 * a page through its old address once somebody else can unmap it at the new one.
 */
final class MovePtes extends Frame {
    private static final Program<MovePtes> PROGRAM = Program.<MovePtes>of(KernelFunction.no_function)
            .lock(LOCK_PTE, (cpu, f) -> f.source.address)
            .when((cpu, f) -> f.target != f.source)
            .lock(LOCK_PTE, (cpu, f) -> f.target.address)
            .end()
            .call((cpu, f) -> UnmapBatch.flushBatchedPending(cpu, f.mm))
            .loop((cpu, f) -> f.find())
            .step((cpu, f) -> f.move(cpu))
            .end()
            .call((cpu, f) -> f.flush(cpu))
            .when((cpu, f) -> f.target != f.source)
            .unlock(LOCK_PTE, (cpu, f) -> f.target.address)
            .end()
            .unlock(LOCK_PTE, (cpu, f) -> f.source.address)
            .build();

    private final Mm mm;
    private final Table source;
    private final Table target;
    private final long from;
    private final long to;
    private final long distance;
    private final PageTableFormat format;
    private long cursor;
    private boolean forceFlush;

    /**
     * @param distance from an old address to its new one
     */
    MovePtes(Mm mm, long from, long to, long distance) {
        super(PROGRAM);
        this.mm = mm;
        this.from = from;
        this.to = to;
        this.distance = distance;
        source = mm.pageTable().existingTable(from, 0);
        target = mm.pageTable().existingTable(from + distance, 0);
        format = mm.pageTable().format();
        cursor = from;
    }

    private boolean find() {
        if (cursor >= to) {
            return false;
        }
        cursor = source.va + source.nextUsed(format.index(0, cursor)) * format.span(0);
        return cursor < to;
    }

    private void move(Cpu cpu) {
        int index = format.index(0, cursor);
        long entry = source.entry(index);
        boolean present = format.present(entry);
        int nr = 1;
        if (present && !format.special(entry) && cpu.kernel().policies().changeBatching()) {
            int max = (int) (to - cursor >>> format.shift(0));
            nr = PteBatch.length(cpu, format, source, index, max, PteBatch.RESPECT_WRITE);
        }
        forceFlush |= present;
        cpu.spend(2 * cpu.cost(CostId.PTE_UPDATE) * nr);
        long moved = moveSoftDirty(PteBatch.clear(cpu, mm, source, cursor, nr));
        if (nr == 1) {
            cpu.record(PTE_SET_FIELD_NUMBER, mm.id(), cursor + distance, 0, moved);
        } else {
            cpu.record(PTES_SET_FIELD_NUMBER, mm.id(), cursor + distance, nr, moved);
        }
        cursor += nr * format.span(0);
    }

    /** move_soft_dirty_pte: user space can see that something happened here. */
    private long moveSoftDirty(long entry) {
        if (format.present(entry)) {
            return format.mkSoftDirty(entry);
        }
        return MigrationEntry.is(format, entry) ? format.mkSwapSoftDirty(entry) : entry;
    }

    private @Nullable Frame flush(Cpu cpu) {
        boolean forgotten = cpu.planted(Bug.REMAP_WITHOUT_FLUSH) || cpu.planted(Bug.REMAP_FLUSHES_AFTER_UNLOCK);
        return forceFlush && !forgotten ? TlbFlush.range(cpu, mm, from, to) : null;
    }
}
