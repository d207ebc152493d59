package org.mmsim.engine.kernel.folio;

import static org.mmsim.engine.machine.Machine.RMAP_DUPLICATED;
import static org.mmsim.engine.machine.Machine.RMAP_EXCLUSIVE;
import static org.mmsim.engine.machine.Machine.RMAP_NEW;
import static org.mmsim.engine.machine.Machine.RMAP_PMD;
import static org.mmsim.protocol.Event.FOLIO_INDEXED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.MTHP_STAT_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.RMAP_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.RMAP_REMOVED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.RSS_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.VMSTAT_ADDED_FIELD_NUMBER;

import java.util.Objects;
import org.mmsim.engine.cpu.Bug;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.kernel.protect.Mlock;
import org.mmsim.engine.kernel.split.DeferredSplit;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.memory.Folios;
import org.mmsim.engine.memory.LargeFolio;
import org.mmsim.engine.memory.PageFlags;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.MthpStat;
import org.mmsim.protocol.RssMember;
import org.mmsim.protocol.VmstatItem;

/**
 * What the mappings of a folio count for (mm/rmap.c). References are the caller's: they are raised
 * before and lowered after, so that a folio never has more mappings than references.
 */
public final class Rmap {
    private Rmap() {}

    /** folio_add_new_anon_rmap with PTE entries for the whole of a folio that nobody else knows yet. */
    public static void addNewAnonPtes(Cpu cpu, Vma vma, Mm mm, long va, long folio, long pages) {
        cpu.spend(CostId.FOLIO_MAP);
        cpu.record(RMAP_ADDED_FIELD_NUMBER, folio, pages, mm.id(), RMAP_NEW | RMAP_EXCLUSIVE);
        newAnon(cpu, vma, mm, va, folio, pages);
    }

    /** folio_add_new_anon_rmap with a PMD entry. */
    public static void addNewAnonPmd(Cpu cpu, Vma vma, Mm mm, long va, long folio) {
        int order = cpu.machine().folios().order(folio);
        cpu.spend(CostId.FOLIO_MAP);
        cpu.record(RMAP_ADDED_FIELD_NUMBER, folio, 1L << order, mm.id(), RMAP_PMD | RMAP_NEW | RMAP_EXCLUSIVE);
        cpu.record(VMSTAT_ADDED_FIELD_NUMBER, VmstatItem.nr_anon_transparent_hugepages_VALUE, 1);
        newAnon(cpu, vma, mm, va, folio, 1L << order);
    }

    private static void newAnon(Cpu cpu, Vma vma, Mm mm, long va, long folio, long pages) {
        int order = cpu.machine().folios().order(folio);
        if (order > 0) {
            cpu.record(
                    FOLIO_INDEXED_FIELD_NUMBER,
                    folio,
                    vma.pgoff(va, mm.pageTable().format().shift(0)),
                    anonVmaRoot(mm, va));
            cpu.record(MTHP_STAT_ADDED_FIELD_NUMBER, order, MthpStat.nr_anon_VALUE, 1);
        }
        addRss(cpu, mm, pages);
    }

    /** The VMA as it is now: the fault that looked it up may have given it its family since. */
    private static int anonVmaRoot(Mm mm, long va) {
        return mm.anonVmaRoot(
                Objects.requireNonNull(mm.find(va), "a page outside every VMA").anonVma());
    }

    /** folio_add_anon_rmap_ptes: a PMD entry's pages get entries of their own; rss stays. */
    public static void addAnonPtes(Cpu cpu, Vma vma, Mm mm, long page, long pages, boolean exclusive) {
        Folios folios = cpu.machine().folios();
        cpu.spend(CostId.FOLIO_MAP);
        cpu.record(RMAP_ADDED_FIELD_NUMBER, page, pages, mm.id(), exclusive ? RMAP_EXCLUSIVE : 0);
        // Whether a large folio is mapped as a whole is not known here; reclaim finds it out.
        if (folios.order(page) == 0) {
            Mlock.vmaFolio(cpu, vma, page);
        }
    }

    /** folio_dup_anon_rmap_ptes: a child maps the same pages, which are nobody's own from now on. Its rss is the caller's. */
    public static void dupAnonPtes(Cpu cpu, Mm child, long page, long pages) {
        cpu.spend(cpu.cost(CostId.RMAP_DUP) * pages);
        int how = cpu.planted(Bug.FORK_KEEPS_EXCLUSIVE) ? 0 : RMAP_DUPLICATED;
        cpu.record(RMAP_ADDED_FIELD_NUMBER, page, pages, child.id(), how);
    }

    /** folio_add_file_rmap_ptes, folio_dup_file_rmap_ptes. */
    public static void addFilePtes(Cpu cpu, Vma vma, Mm mm, long page, long pages) {
        cpu.spend(CostId.FOLIO_MAP);
        cpu.record(RMAP_ADDED_FIELD_NUMBER, page, pages, mm.id(), 0);
        cpu.record(RSS_ADDED_FIELD_NUMBER, mm.id(), pages, RssMember.MM_SHMEMPAGES_VALUE);
        if (cpu.machine().folios().order(page) == 0) {
            Mlock.vmaFolio(cpu, vma, page);
        }
    }

    /** folio_dup_anon_rmap_pmd. */
    public static void dupAnonPmd(Cpu cpu, Mm child, long folio) {
        long pages = 1L << cpu.machine().folios().order(folio);
        cpu.spend(CostId.RMAP_DUP);
        cpu.record(RMAP_ADDED_FIELD_NUMBER, folio, pages, child.id(), RMAP_PMD | RMAP_DUPLICATED);
        addRss(cpu, child, pages);
    }

    /** folio_remove_rmap_ptes. */
    public static void removePtes(Cpu cpu, Vma vma, Mm mm, long page, long pages) {
        Machine machine = cpu.machine();
        Folios folios = machine.folios();
        long folio = folios.head(page);
        cpu.spend(cpu.cost(CostId.FOLIO_UNMAP) + cpu.cost(CostId.RMAP_REMOVE) * pages);
        if (folios.order(folio) == 0) {
            cpu.record(RMAP_REMOVED_FIELD_NUMBER, page, pages, mm.id(), 0);
        } else {
            LargeFolio large = folios.large(folio);
            int before = large.nrPagesMapped();
            cpu.record(RMAP_REMOVED_FIELD_NUMBER, page, pages, mm.id(), 0);
            boolean someGone = large.nrPagesMapped() < before && large.entireMapcount() == 0;
            partiallyMapped(cpu, folio, someGone && large.nrPagesMapped() > 0);
        }
        Mlock.munlockVmaFolio(cpu, vma, folio);
    }

    /** folio_remove_rmap_pmd. */
    public static void removePmd(Cpu cpu, Vma vma, Mm mm, long folio) {
        Folios folios = cpu.machine().folios();
        LargeFolio large = folios.large(folio);
        long pages = 1L << folios.order(folio);
        cpu.spend(CostId.FOLIO_UNMAP);
        cpu.record(RMAP_REMOVED_FIELD_NUMBER, folio, pages, mm.id(), RMAP_PMD);
        if (large.entireMapcount() == 0) {
            cpu.record(VMSTAT_ADDED_FIELD_NUMBER, VmstatItem.nr_anon_transparent_hugepages_VALUE, -1);
            partiallyMapped(cpu, folio, large.nrPagesMapped() > 0 && large.nrPagesMapped() < pages);
        }
        Mlock.munlockVmaFolio(cpu, vma, folio);
    }

    private static void partiallyMapped(Cpu cpu, long folio, boolean partially) {
        Folios folios = cpu.machine().folios();
        if (partially && folios.has(folio, PageFlags.ANON) && !folios.has(folio, PageFlags.PARTIALLY_MAPPED)) {
            DeferredSplit.queue(cpu, folio, true);
        }
    }

    /** mm_counter: what a page counts as in its process's rss. */
    public static int member(Cpu cpu, long page) {
        Folios folios = cpu.machine().folios();
        return folios.has(folios.head(page), PageFlags.ANON)
                ? RssMember.MM_ANONPAGES_VALUE
                : RssMember.MM_SHMEMPAGES_VALUE;
    }

    /** add_mm_counter for anonymous memory. */
    public static void addRss(Cpu cpu, Mm mm, long pages) {
        cpu.record(RSS_ADDED_FIELD_NUMBER, mm.id(), pages, RssMember.MM_ANONPAGES_VALUE);
    }
}
