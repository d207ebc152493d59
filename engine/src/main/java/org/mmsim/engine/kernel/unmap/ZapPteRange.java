package org.mmsim.engine.kernel.unmap;

import static org.mmsim.protocol.Event.FOLIO_FLAGS_SET_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FOLIO_GATHERED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.RSS_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_PMD;
import static org.mmsim.protocol.LockKind.LOCK_PTE;

import org.mmsim.engine.cpu.Bug;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.folio.Lru;
import org.mmsim.engine.kernel.folio.PteBatch;
import org.mmsim.engine.kernel.folio.Rmap;
import org.mmsim.engine.kernel.table.Tables;
import org.mmsim.engine.kernel.tlb.TlbFlushMmu;
import org.mmsim.engine.kernel.tlb.UnmapBatch;
import org.mmsim.engine.memory.PageFlags;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.MmuGather;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.pagetable.MigrationEntry;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.protocol.RssMember;

/** zap_pte_range: drops the lock to flush when the gather is full, and goes on where it was. */
final class ZapPteRange extends Frame {
    private static final Program<ZapPteRange> PROGRAM = Program.<ZapPteRange>of(KernelFunction.zap_pte_range)
            // Whoever has an entry in hands holds the lock: an entry that is empty now need not be when it is had.
            .loop((cpu, f) -> f.cursor < f.to)
            .lock(LOCK_PTE, (cpu, f) -> f.table.address)
            .call((cpu, f) -> UnmapBatch.flushBatchedPending(cpu, f.mm))
            .loop((cpu, f) -> !f.gather.full() && f.findPte())
            .step((cpu, f) -> f.getAndClear(cpu))
            .step((cpu, f) -> f.removeRmap(cpu))
            .end()
            .step((cpu, f) -> f.addMmRss(cpu))
            .unlock(LOCK_PTE, (cpu, f) -> f.table.address)
            .when((cpu, f) -> f.gather.full())
            .call((cpu, f) -> new TlbFlushMmu(f.mm, f.gather))
            .end()
            .end()
            .when((cpu, f) -> f.reclaimTable && f.table.empty())
            .lock(LOCK_PMD, (cpu, f) -> f.mm.pageTable().existingTable(f.table.va, 1).address)
            .lock(LOCK_PTE, (cpu, f) -> f.table.address)
            .step((cpu, f) -> f.freeTable(cpu))
            .unlock(LOCK_PTE, (cpu, f) -> f.table.address)
            .unlock(LOCK_PMD, (cpu, f) -> f.mm.pageTable().existingTable(f.table.va, 1).address)
            .end()
            .build();

    private final Mm mm;
    private final Vma vma;
    private final Table table;
    private final long to;
    private final MmuGather gather;
    private final PageTableFormat format;
    private final boolean reclaimTable;
    private long cursor;
    private long old;
    private int nr;
    /** Pages taken out since the lock was taken. */
    private final long[] rss = new long[RssMember.values().length - 1];

    /**
     * @param reclaimTable whether the table goes if it ends up empty
     */
    ZapPteRange(Mm mm, Vma vma, Table table, long from, long to, MmuGather gather, boolean reclaimTable) {
        super(PROGRAM);
        this.reclaimTable = reclaimTable;
        this.mm = mm;
        this.vma = vma;
        this.table = table;
        this.to = to;
        this.gather = gather;
        this.format = mm.pageTable().format();
        this.cursor = from;
    }

    /** add_mm_rss_vec. */
    private void addMmRss(Cpu cpu) {
        for (int member = 0; member < rss.length; member++) {
            if (rss[member] != 0) {
                cpu.record(RSS_ADDED_FIELD_NUMBER, mm.id(), -rss[member], member);
                rss[member] = 0;
            }
        }
    }

    /** What the entry knew of a file's page passes to the folio. */
    private void markFilePage(Cpu cpu, long folio) {
        if (format.dirty(old) && !cpu.machine().folios().has(folio, PageFlags.DIRTY)) {
            cpu.record(FOLIO_FLAGS_SET_FIELD_NUMBER, folio, PageFlags.DIRTY);
        }
        if (format.young(old)) {
            Lru.markAccessed(cpu, folio);
        }
    }

    /** try_to_free_pte: somebody may have filled the table again, or taken it away, before the PMD lock was had. */
    private void freeTable(Cpu cpu) {
        boolean inUse = !table.empty() && !cpu.planted(Bug.TABLES_RECLAIMED_IN_USE);
        if (inUse || !Tables.linked(mm, table)) {
            return;
        }
        cpu.spend(CostId.PTE_UPDATE);
        long entry = mm.pageTable().entry(table.va, 1);
        cpu.record(PTE_CLEARED_FIELD_NUMBER, mm.id(), table.va, 1, entry);
        gather.addTable(table.va, 0, table.address);
    }

    private boolean findPte() {
        if (cursor >= to) {
            return false;
        }
        cursor = table.va + table.nextUsed(format.index(0, cursor)) * format.span(0);
        return cursor < to;
    }

    /** get_and_clear_full_ptes, for one entry or for all that a large folio has in a row. */
    private void getAndClear(Cpu cpu) {
        int index = format.index(0, cursor);
        old = table.entry(index);
        cpu.spend(CostId.PTE_READ);
        boolean mapsFolio = format.present(old) && !format.special(old);
        int max = (int) (to - cursor >>> format.shift(0)) + (cpu.planted(Bug.ZAP_BEYOND_END) ? 1 : 0);
        nr = mapsFolio && cpu.kernel().policies().zapBatching()
                ? PteBatch.length(cpu, format, table, index, max, 0)
                : 1;
        cpu.spend(cpu.cost(CostId.PTE_UPDATE) * nr);
        old = PteBatch.clear(cpu, mm, table, cursor, nr);
        if (format.present(old)) {
            gather.remove(cursor, (cpu.planted(Bug.ZAP_FLUSHES_FIRST_OF_BATCH) ? 1 : nr) * format.span(0), 0);
        }
        cursor += nr * format.span(0);
    }

    /** zap_present_folio_ptes; the zero page has no counts, and a page in migration is not mapped but counts in rss. */
    private void removeRmap(Cpu cpu) {
        if (MigrationEntry.is(format, old)) {
            rss[RssMember.MM_ANONPAGES_VALUE]++;
        }
        if (!format.present(old) || format.special(old)) {
            return;
        }
        long page = format.frame(old);
        int member = Rmap.member(cpu, page);
        if (member != RssMember.MM_ANONPAGES_VALUE) {
            markFilePage(cpu, cpu.machine().folios().head(page));
        }
        Rmap.removePtes(cpu, vma, mm, page, nr);
        rss[member] += nr;
        cpu.record(FOLIO_GATHERED_FIELD_NUMBER, mm.id(), cpu.machine().folios().head(page));
        gather.add(page, nr);
    }
}
