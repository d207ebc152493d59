package org.mmsim.engine.kernel.folio;

import static org.mmsim.protocol.Event.FOLIO_ALLOCATED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FOLIO_PINS_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FOLIO_REFS_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.MTHP_STAT_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.VMSTAT_ADDED_FIELD_NUMBER;

import org.mmsim.engine.cpu.Bug;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.kernel.gup.Foll;
import org.mmsim.engine.kernel.protect.Mlock;
import org.mmsim.engine.kernel.split.DeferredSplit;
import org.mmsim.engine.memory.Folios;
import org.mmsim.engine.memory.PageFlags;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.MmFlag;
import org.mmsim.protocol.MthpStat;
import org.mmsim.protocol.VmstatItem;

/** Life of a folio: allocation, references, pins, release. */
public final class Folio {
    /** GUP_PIN_COUNTING_BIAS: what a pin adds to a small folio's references. */
    static final int PIN_BIAS = 1024;

    private static final long NONE = -1;

    private Folio() {}

    /**
     * alloc_pages.
     *
     * @return the first frame, or −1 if there is none, which is an event
     */
    public static long allocate(Cpu cpu, int order, Gfp gfp) {
        long frame = PageAlloc.allocPages(cpu, order, gfp);
        if (frame != NONE) {
            cpu.spend(CostId.FOLIO_ALLOC);
            cpu.record(FOLIO_ALLOCATED_FIELD_NUMBER, frame, order, gfp.migratetype());
        }
        return frame;
    }

    /** folio_get. */
    public static void get(Cpu cpu, long folio) {
        cpu.spend(CostId.FOLIO_REF);
        cpu.record(FOLIO_REFS_ADDED_FIELD_NUMBER, folio, 1);
    }

    /** folio_put. */
    public static void put(Cpu cpu, long folio) {
        put(cpu, folio, 1);
    }

    /** folio_put_refs. */
    public static void put(Cpu cpu, long folio, int refs) {
        put(cpu, folio, refs, CostId.FOLIO_REF);
    }

    /** folio_put_refs of a folio that the CPU has just worked on, so that its struct page is in the cache. */
    public static void putOwned(Cpu cpu, long folio, int refs) {
        put(cpu, folio, refs, CostId.ATOMIC);
    }

    private static void put(Cpu cpu, long folio, int refs, CostId reference) {
        int order = cpu.machine().folios().order(folio);
        cpu.spend(reference);
        if (!drop(cpu, folio, refs)) {
            return;
        }
        cpu.spend(CostId.FOLIO_FREE);
        if (order > 0) {
            cpu.spend(CostId.LARGE_FOLIO_FREE);
            cpu.spend(cpu.cost(CostId.TAIL_PAGE_FREE) * ((1L << order) - 1));
        }
    }

    /**
     * Drops references; the last one frees the folio. What it costs is the caller's to spend.
     *
     * @return whether the last one went
     */
    public static boolean drop(Cpu cpu, long folio, int refs) {
        boolean last = cpu.machine().folios().refs(folio) == refs;
        cpu.record(FOLIO_REFS_ADDED_FIELD_NUMBER, folio, -refs);
        if (last) {
            free(cpu, folio);
        }
        return last;
    }

    /** __folio_put and free_pages_prepare: nobody has a reference any more. */
    static void free(Cpu cpu, long folio) {
        Folios folios = cpu.machine().folios();
        int order = folios.order(folio);
        if (!cpu.planted(Bug.FREED_FOLIO_STAYS_QUEUED)) {
            DeferredSplit.unqueue(cpu, folio);
        }
        Mlock.clearAtFree(cpu, folio);
        if (order > 0 && folios.has(folio, PageFlags.ANON)) {
            cpu.record(MTHP_STAT_ADDED_FIELD_NUMBER, order, MthpStat.nr_anon_VALUE, -1);
        }
        PageAlloc.freePages(cpu, folio, order);
    }

    /** try_grab_folio: references or pins, as {@code flags} of {@link Foll} say, for {@code pages} pages. */
    public static void grab(Cpu cpu, long folio, int pages, int flags) {
        if ((flags & Foll.PIN) != 0) {
            pin(cpu, folio, pages);
        } else if ((flags & Foll.GET) != 0) {
            cpu.spend(CostId.FOLIO_REF);
            cpu.record(FOLIO_REFS_ADDED_FIELD_NUMBER, folio, pages);
        }
    }

    /** gup_put_folio. */
    public static void release(Cpu cpu, long folio, int pages, int flags) {
        if ((flags & Foll.PIN) != 0) {
            unpin(cpu, folio, pages);
        } else {
            put(cpu, folio, pages);
        }
    }

    /** try_grab_folio with FOLL_PIN. The zero page goes nowhere, and takes no pin. */
    private static void pin(Cpu cpu, long folio, int pages) {
        if (cpu.machine().folios().has(folio, PageFlags.ZERO)) {
            return;
        }
        cpu.spend(CostId.FOLIO_REF);
        cpu.record(VMSTAT_ADDED_FIELD_NUMBER, VmstatItem.nr_foll_pin_acquired_VALUE, pages);
        if (cpu.machine().folios().order(folio) > 0) {
            cpu.record(FOLIO_REFS_ADDED_FIELD_NUMBER, folio, pages);
            cpu.record(FOLIO_PINS_ADDED_FIELD_NUMBER, folio, pages);
        } else {
            cpu.record(FOLIO_REFS_ADDED_FIELD_NUMBER, folio, (long) pages * PIN_BIAS);
        }
    }

    private static void unpin(Cpu cpu, long folio, int pages) {
        if (cpu.machine().folios().has(folio, PageFlags.ZERO)) {
            return;
        }
        cpu.record(VMSTAT_ADDED_FIELD_NUMBER, VmstatItem.nr_foll_pin_released_VALUE, pages);
        if (cpu.machine().folios().order(folio) > 0) {
            cpu.record(FOLIO_PINS_ADDED_FIELD_NUMBER, folio, -pages);
            put(cpu, folio, pages);
        } else {
            put(cpu, folio, pages * PIN_BIAS);
        }
    }

    /** folio_needs_cow_for_dma: whether fork has to copy the page at once because somebody may have pinned it. */
    public static boolean needsCowForDma(Cpu cpu, Mm mm, long folio) {
        Folios folios = cpu.machine().folios();
        if (!mm.hasFlag(MmFlag.MMF_HAS_PINNED) || cpu.planted(Bug.FORK_SHARES_PINNED)) {
            return false;
        }
        return folios.order(folio) > 0 ? folios.large(folio).pincount() > 0 : folios.refs(folio) >= PIN_BIAS;
    }
}
