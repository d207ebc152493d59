package org.mmsim.engine.kernel.gup;

import java.util.Arrays;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.kernel.folio.Folio;
import org.mmsim.engine.memory.Folios;

/** Pages on which somebody outside the page tables holds references or pins, page by page as they were got. */
public final class HeldPages {
    private final int flags;
    private long[] pages = new long[8];
    private int count;

    private HeldPages(int flags) {
        this.flags = flags;
    }

    /**
     * For pins.
     *
     * @param write whether the memory is going to be written through them
     */
    public static HeldPages pinned(boolean write) {
        return new HeldPages(write ? Foll.PIN | Foll.WRITE : Foll.PIN);
    }

    /** For plain references to memory that is going to be read. */
    public static HeldPages referenced() {
        return new HeldPages(Foll.GET);
    }

    /** How pages are to be looked up, as {@link Foll} has it. */
    int flags() {
        return flags;
    }

    /** Number of references or pins held. */
    public int count() {
        return count;
    }

    /** Takes note of {@code nr} pages of one folio, each with a reference or pin. */
    void add(long page, int nr) {
        if (count + nr > pages.length) {
            pages = Arrays.copyOf(pages, Math.max(2 * pages.length, count + nr));
        }
        for (int i = 0; i < nr; i++) {
            pages[count++] = page + i;
        }
    }

    /** Gives back everything. */
    public void releaseAll(Cpu cpu) {
        release(cpu, 0);
    }

    /** unpin_user_pages, or put_page for each: gives back everything from a place on, folio by folio. */
    void release(Cpu cpu, int from) {
        for (int i = from; i < count; ) {
            int nr = sameFolio(cpu, i, count);
            Folio.release(cpu, cpu.machine().folios().head(pages[i]), nr, flags);
            i += nr;
        }
        count = from;
    }

    /**
     * io_coalesce_buffer: where the pages fill folios of one size, all but the first and the last of which wholly, one
     * pin on each folio is enough.
     */
    void coalesce(Cpu cpu) {
        if (!coalescible(cpu)) {
            return;
        }
        Folios folios = cpu.machine().folios();
        int kept = 0;
        for (int i = 0; i < count; ) {
            int nr = sameFolio(cpu, i, count);
            if (nr > 1) {
                Folio.release(cpu, folios.head(pages[i]), nr - 1, flags);
            }
            pages[kept++] = folios.head(pages[i]);
            i += nr;
        }
        count = kept;
    }

    /** io_check_coalesce_buffer. */
    private boolean coalescible(Cpu cpu) {
        Folios folios = cpu.machine().folios();
        int order = count > 1 ? folios.order(pages[0]) : 0;
        if (order == 0) {
            return false;
        }
        for (int i = 1; i < count; i++) {
            boolean follows = folios.head(pages[i]) == folios.head(pages[i - 1]) && pages[i] == pages[i - 1] + 1;
            long endOfLast = folios.head(pages[i - 1]) + (1L << order) - 1;
            boolean begins = folios.order(pages[i]) == order && folios.head(pages[i]) == pages[i];
            if (!follows && !(pages[i - 1] == endOfLast && begins)) {
                return false;
            }
        }
        return true;
    }

    /** gup_folio_next: number of pages in a row, from {@code from} on, that are of one folio. */
    private int sameFolio(Cpu cpu, int from, int to) {
        Folios folios = cpu.machine().folios();
        int end = from + 1;
        while (end < to && folios.head(pages[end]) == folios.head(pages[from])) {
            end++;
        }
        return end - from;
    }
}
