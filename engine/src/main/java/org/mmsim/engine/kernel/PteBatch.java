package org.mmsim.engine.kernel;

import org.mmsim.engine.memory.Folios;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;

/** folio_pte_batch: neighbouring entries that map neighbouring pages of one large folio in the same way. */
final class PteBatch {
    private PteBatch() {}

    /**
     * Number of entries from {@code index} on that form a batch, at least 1.
     *
     * @param max most that are wanted
     * @param ignoreDirty FPB_IGNORE_DIRTY; accessed and write permission never matter
     */
    static int length(PageTableFormat format, Folios folios, Table table, int index, int max, boolean ignoreDirty) {
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
            if (ignored(format, table.entry(index + length), ignoreDirty) != ignored(format, expected, ignoreDirty)) {
                break;
            }
            length++;
        }
        return length;
    }

    /** __pte_batch_clear_ignored. */
    private static long ignored(PageTableFormat format, long entry, boolean ignoreDirty) {
        long seen = format.clearSoftDirty(ignoreDirty ? format.mkclean(entry) : entry);
        return format.wrprotect(format.mkold(seen));
    }
}
