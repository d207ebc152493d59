package org.mmsim.engine.kernel.split;

import static org.mmsim.protocol.Event.ANON_EXCLUSIVE_CHANGED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FOLIO_FLAGS_SET_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FOLIO_REFS_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTES_SET_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_SET_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TABLE_WITHDRAWN_FIELD_NUMBER;
import static org.mmsim.protocol.Event.VMSTAT_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_PMD;

import org.mmsim.engine.cpu.Bug;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.folio.Folio;
import org.mmsim.engine.kernel.folio.Rmap;
import org.mmsim.engine.kernel.tlb.TlbFlush;
import org.mmsim.engine.kernel.walk.LocklessWalks;
import org.mmsim.engine.memory.Folios;
import org.mmsim.engine.memory.PageFlags;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.pagetable.MigrationEntry;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.protocol.VmstatItem;

/**
 * __split_huge_pmd: the huge entry becomes invalid but present, its translation is flushed, and the
 * deposited table takes its place, filled with entries for the same frames.
 */
public final class SplitHugePmd extends Frame {
    private static final Program<SplitHugePmd> PROGRAM = Program.<SplitHugePmd>of(KernelFunction.split_huge_pmd)
            .lock(LOCK_PMD, (cpu, f) -> f.table.address)
            .when((cpu, f) -> f.stillHuge())
            .step((cpu, f) -> f.invalidate(cpu))
            .call((cpu, f) -> TlbFlush.pmd(cpu, f.mm, f.va))
            .call((cpu, f) -> LocklessWalks.serialize(cpu, f.mm, f.va))
            .when((cpu, f) -> f.zero(cpu))
            .step((cpu, f) -> f.populateWithZeroPages(cpu))
            .end()
            .when((cpu, f) -> !f.zero(cpu))
            .step((cpu, f) -> f.freezing = f.tryShare(cpu))
            .when((cpu, f) -> !f.freezing)
            .step((cpu, f) -> f.addRefs(cpu))
            .step((cpu, f) -> f.populate(cpu))
            .end()
            .when((cpu, f) -> f.freezing)
            .step((cpu, f) -> f.populateWithMigrationEntries(cpu))
            .step((cpu, f) -> Folio.put(cpu, f.folio))
            .end()
            .end()
            .end()
            .unlock(LOCK_PMD, (cpu, f) -> f.table.address)
            .build();

    private final Mm mm;
    private final Vma vma;
    private final Table table;
    private final long va;
    private final boolean freeze;
    private final PageTableFormat format;
    private final long pages;
    private long huge;
    private boolean freezing;
    private long folio;

    public SplitHugePmd(Mm mm, Vma vma, Table table, long va) {
        this(mm, vma, table, va, false);
    }

    private SplitHugePmd(Mm mm, Vma vma, Table table, long va, boolean freeze) {
        super(PROGRAM);
        this.freeze = freeze;
        this.mm = mm;
        this.vma = vma;
        this.table = table;
        this.va = va;
        this.format = mm.pageTable().format();
        this.pages = 1L << format.order(1);
    }

    /** The same with migration entries in the table: the folio is about to be split, and its mapping goes. */
    static SplitHugePmd freezing(Mm mm, Vma vma, Table table, long va) {
        return new SplitHugePmd(mm, vma, table, va, true);
    }

    private boolean stillHuge() {
        huge = table.entry(format.index(1, va));
        folio = format.frame(huge);
        return format.present(huge) && format.leaf(1, huge);
    }

    private boolean zero(Cpu cpu) {
        return folio == cpu.machine().hugeZeroFrame();
    }

    /** pmdp_invalidate; the huge zero page's entry is cleared (pmdp_huge_clear_flush). */
    private void invalidate(Cpu cpu) {
        huge = table.entry(format.index(1, va));
        cpu.record(VMSTAT_ADDED_FIELD_NUMBER, VmstatItem.thp_split_pmd_VALUE, 1);
        cpu.spend(CostId.PTE_UPDATE);
        if (zero(cpu)) {
            cpu.record(PTE_CLEARED_FIELD_NUMBER, mm.id(), va, 1, huge);
        } else {
            cpu.record(PTE_SET_FIELD_NUMBER, mm.id(), va, 1, format.invalidated(huge));
        }
    }

    /** The kernel fills the table before it links it; here both are one instant. */
    private void linkTable(Cpu cpu) {
        long deposit = table.deposits().getFirst();
        cpu.record(TABLE_WITHDRAWN_FIELD_NUMBER, mm.id(), va, deposit);
        cpu.record(PTE_SET_FIELD_NUMBER, mm.id(), va, 1, format.table(1, deposit));
        cpu.spend(cpu.cost(CostId.PTE_UPDATE) * pages);
    }

    /** __split_huge_zero_page_pmd: one frame for all. */
    private void populateWithZeroPages(Cpu cpu) {
        linkTable(cpu);
        long zero = cpu.machine().zeroFrame();
        long entry = format.mkspecial(format.leaf(0, zero, format.protection(vma.flags())));
        for (long i = 0; i < pages; i++) {
            cpu.record(PTE_SET_FIELD_NUMBER, mm.id(), va + i * format.span(0), 0, entry);
        }
    }

    private void addRefs(Cpu cpu) {
        int fewer = cpu.planted(Bug.SPLIT_TAKES_ONE_REFERENCE_LESS) ? 2 : 1;
        cpu.record(FOLIO_REFS_ADDED_FIELD_NUMBER, folio, pages - fewer);
        if (cpu.planted(Bug.COW_REUSES_BY_MAPCOUNT)) {
            Rmap.removePmd(cpu, vma, mm, folio);
        }
    }

    /** folio_try_share_anon_rmap_pmd: a page that is the process's own and pinned stays mapped. */
    private boolean tryShare(Cpu cpu) {
        Folios folios = cpu.machine().folios();
        return freeze && !(folios.exclusive(folio) && folios.large(folio).pincount() > 0);
    }

    private void markDirty(Cpu cpu) {
        if (format.dirty(huge) && !cpu.machine().folios().has(folio, PageFlags.DIRTY)) {
            cpu.record(FOLIO_FLAGS_SET_FIELD_NUMBER, folio, PageFlags.DIRTY);
        }
    }

    private void populateWithMigrationEntries(Cpu cpu) {
        markDirty(cpu);
        boolean exclusive = cpu.machine().folios().exclusive(folio);
        if (exclusive) {
            cpu.record(ANON_EXCLUSIVE_CHANGED_FIELD_NUMBER, folio, 1, 0);
        }
        linkTable(cpu);
        long leaf = format.splitLeaf(huge);
        for (long i = 0; i < pages; i++) {
            MigrationEntry migration = MigrationEntry.of(format, format.advance(leaf, i), exclusive);
            cpu.record(PTE_SET_FIELD_NUMBER, mm.id(), va + i * format.span(0), 0, migration.word(format));
        }
        Rmap.removePmd(cpu, vma, mm, folio);
    }

    /** The dirty state moves to the folio as well as to every entry; the exclusive mark to every page. */
    private void populate(Cpu cpu) {
        Folios folios = cpu.machine().folios();
        markDirty(cpu);
        boolean exclusive = folios.exclusive(folio) && !cpu.planted(Bug.SPLIT_LOSES_EXCLUSIVE)
                || cpu.planted(Bug.SPLIT_GRANTS_EXCLUSIVE);
        Rmap.addAnonPtes(cpu, vma, mm, folio, pages, exclusive);
        linkTable(cpu);
        long leaf = format.splitLeaf(huge);
        // Making it dirty makes it soft-dirty again, whether or not the huge entry was.
        cpu.record(PTES_SET_FIELD_NUMBER, mm.id(), va, pages, format.dirty(huge) ? format.mkdirty(leaf) : leaf);
        if (!cpu.planted(Bug.COW_REUSES_BY_MAPCOUNT)) {
            // At once, for until then the folio has one mapping more than references.
            Rmap.removePmd(cpu, vma, mm, folio);
        }
    }
}
