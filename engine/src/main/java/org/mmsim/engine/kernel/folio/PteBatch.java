package org.mmsim.engine.kernel.folio;

import static org.mmsim.protocol.Event.PTES_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_CLEARED_FIELD_NUMBER;

import org.mmsim.engine.cpu.Bug;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.memory.Folios;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.engine.profile.CostId;

/** folio_pte_batch: neighbouring entries that map neighbouring pages of one large folio in the same way. */
public final class PteBatch {
    /** FPB_RESPECT_DIRTY, FPB_RESPECT_WRITE, FPB_RESPECT_SOFT_DIRTY: entries of a batch have it in common. */
    public static final int RESPECT_DIRTY = 1;

    public static final int RESPECT_WRITE = 2;
    public static final int RESPECT_SOFT_DIRTY = 4;

    private PteBatch() {}

    /**
     * Number of entries from {@code index} on that form a batch, at least 1. A page that is a folio by itself is not
     * looked at any further, and costs nothing.
     *
     * @param max most that are wanted
     * @param respected what else than memory and attributes must be the same; the accessed state never must
     */
    public static int length(Cpu cpu, PageTableFormat format, Table table, int index, int max, int respected) {
        Folios folios = cpu.machine().folios();
        long first = table.entry(index);
        long page = format.frame(first);
        long folio = folios.head(page);
        if (folios.order(folio) == 0) {
            return 1;
        }
        long left = folio + (1L << folios.order(folio)) - page;
        int most = (int) Math.min(Math.min(max, left), table.size() - index);
        int length = 1;
        while (length < most) {
            long expected = format.advance(first, length);
            if (compared(format, table.entry(index + length), respected) != compared(format, expected, respected)) {
                break;
            }
            length++;
        }
        cpu.spend(cpu.cost(CostId.PTE_BATCH) + cpu.cost(CostId.CACHE_HIT) * length);
        return length;
    }

    /** __pte_batch_clear_ignored. */
    private static long compared(PageTableFormat format, long entry, int respected) {
        long seen = format.mkold(entry);
        seen = (respected & RESPECT_DIRTY) != 0 ? seen : format.mkclean(seen);
        seen = (respected & RESPECT_SOFT_DIRTY) != 0 ? seen : format.clearSoftDirty(seen);
        return (respected & RESPECT_WRITE) != 0 ? seen : format.wrprotect(seen);
    }

    /**
     * get_and_clear_full_ptes: takes the entries out.
     *
     * @return the first, accessed and dirty if one of them was
     */
    public static long clear(Cpu cpu, Mm mm, Table table, long va, int nr) {
        PageTableFormat format = mm.pageTable().format();
        int index = format.index(0, va);
        long first = table.entry(index);
        long all = first;
        for (int i = 1; i < nr && !cpu.planted(Bug.BATCH_CLEAR_LOSES_DIRTY); i++) {
            long entry = table.entry(index + i);
            all = format.dirty(entry) ? format.mkdirty(all) : all;
            all = format.young(entry) ? format.mkyoung(all) : all;
        }
        if (nr == 1) {
            cpu.record(PTE_CLEARED_FIELD_NUMBER, mm.id(), va, 0, first);
        } else {
            cpu.record(PTES_CLEARED_FIELD_NUMBER, mm.id(), va, nr, all);
        }
        return all;
    }
}
