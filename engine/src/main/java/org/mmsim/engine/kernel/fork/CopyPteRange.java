package org.mmsim.engine.kernel.fork;

import static org.mmsim.engine.mm.VmFlags.VM_SHARED;
import static org.mmsim.engine.mm.VmFlags.VM_SOFTDIRTY;
import static org.mmsim.protocol.Event.FOLIO_REFS_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PAGES_COPIED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTES_SET_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTES_WRPROTECTED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_SET_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_PTE;

import org.mmsim.engine.cpu.Bug;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.Errno;
import org.mmsim.engine.kernel.folio.Folio;
import org.mmsim.engine.kernel.folio.Gfp;
import org.mmsim.engine.kernel.folio.Lru;
import org.mmsim.engine.kernel.folio.PteBatch;
import org.mmsim.engine.kernel.folio.Rmap;
import org.mmsim.engine.memory.Folios;
import org.mmsim.engine.memory.PageFlags;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.VmFlags;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.pagetable.MigrationEntry;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/**
 * copy_pte_range: references first, then mapcounts, then the entries, for one page or for all that a
 * large folio has in a row. A page that may be pinned is copied for the child at once; the copy is
 * allocated without the locks.
 */
final class CopyPteRange extends Frame {
    private static final long NONE = -1;

    private static final Program<CopyPteRange> PROGRAM = Program.<CopyPteRange>of(KernelFunction.copy_pte_range)
            .loop((cpu, f) -> f.cursor < f.to && !cpu.current().failed())
            .lock(LOCK_PTE, (cpu, f) -> f.childTable.address)
            .lock(LOCK_PTE, (cpu, f) -> f.table.address)
            .loop((cpu, f) -> !f.needsCopy && f.find())
            .step((cpu, f) -> f.addRefs(cpu))
            .step((cpu, f) -> f.tryDup(cpu))
            .when((cpu, f) -> !f.needsCopy)
            .step((cpu, f) -> f.wrprotectParent(cpu))
            .step((cpu, f) -> f.setChild(cpu))
            .end()
            .end()
            .step((cpu, f) -> f.addMmRss(cpu))
            .unlock(LOCK_PTE, (cpu, f) -> f.table.address)
            .unlock(LOCK_PTE, (cpu, f) -> f.childTable.address)
            .when((cpu, f) -> f.needsCopy)
            .step((cpu, f) -> f.preallocate(cpu))
            .end()
            .end()
            .step((cpu, f) -> f.releaseUnused(cpu))
            .build();

    private final Mm parent;
    private final Mm child;
    private final Vma vma;
    private final Vma childVma;
    private final Table table;
    private final Table childTable;
    private final long to;
    private final PageTableFormat format;
    private long cursor;
    private long entry;
    private int nr;
    /** Pages that the child has got since the locks were taken. */
    private long rss;
    /** Whether the entry maps a page with counts, which the zero page has none of. */
    private boolean counted;

    private boolean needsCopy;
    private long prealloc = NONE;
    /** The copy that the child maps instead of the parent's page. */
    private long copy = NONE;

    CopyPteRange(Mm parent, Mm child, Vma vma, Vma childVma, Table table, Table childTable, long from, long to) {
        super(PROGRAM);
        this.parent = parent;
        this.child = child;
        this.vma = vma;
        this.childVma = childVma;
        this.table = table;
        this.childTable = childTable;
        this.cursor = from;
        this.to = to;
        format = parent.pageTable().format();
    }

    /** Only under the locks: without them an entry that somebody is about to set again looks empty. */
    private boolean find() {
        if (cursor >= to) {
            return false;
        }
        cursor = table.va + table.nextUsed(format.index(0, cursor)) * format.span(0);
        return cursor < to;
    }

    private void addRefs(Cpu cpu) {
        Folios folios = cpu.machine().folios();
        int index = format.index(0, cursor);
        entry = table.entry(index);
        counted = format.present(entry) && !format.special(entry);
        nr = 1;
        copy = NONE;
        cpu.spend(CostId.PTE_READ);
        if (!counted) {
            return;
        }
        if (prealloc == NONE && cpu.kernel().policies().forkBatching()) {
            int max = (int) (to - cursor >>> format.shift(0));
            int respected = (vma.has(VM_SHARED) ? 0 : PteBatch.RESPECT_DIRTY)
                    | (vma.has(VM_SOFTDIRTY) ? 0 : PteBatch.RESPECT_SOFT_DIRTY);
            nr = PteBatch.length(cpu, format, table, index, max, respected);
        }
        cpu.spend(CostId.ATOMIC);
        int refs = cpu.planted(Bug.FORK_REFS_AFTER_MAPCOUNTS) ? 0 : nr;
        cpu.record(FOLIO_REFS_ADDED_FIELD_NUMBER, folios.head(format.frame(entry)), refs);
    }

    /** folio_try_dup_anon_rmap_ptes: all of the batch or nothing. */
    private void tryDup(Cpu cpu) {
        if (!counted) {
            return;
        }
        Folios folios = cpu.machine().folios();
        long page = format.frame(entry);
        long folio = folios.head(page);
        if (!folios.has(folio, PageFlags.ANON)) {
            Rmap.addFilePtes(cpu, childVma, child, page, nr);
            return;
        }
        boolean exclusive = false;
        for (int i = 0; i < nr; i++) {
            exclusive |= folios.exclusive(page + i);
        }
        if (!exclusive || !Folio.needsCowForDma(cpu, parent, folio)) {
            Rmap.dupAnonPtes(cpu, child, page, nr);
            rss += cpu.planted(Bug.FORK_WITHOUT_RSS) ? 0 : nr;
            if (cpu.planted(Bug.FORK_REFS_AFTER_MAPCOUNTS)) {
                cpu.record(FOLIO_REFS_ADDED_FIELD_NUMBER, folio, nr);
            }
            return;
        }
        Folio.put(cpu, folio, cpu.planted(Bug.FORK_UNDOES_ONE_REFERENCE) ? 1 : nr);
        needsCopy = prealloc == NONE;
        if (!needsCopy) {
            copy = prealloc;
            prealloc = NONE;
            copyPresentPage(cpu, page);
        }
    }

    private void copyPresentPage(Cpu cpu, long page) {
        cpu.spend(CostId.COPY_PAGE);
        cpu.record(PAGES_COPIED_FIELD_NUMBER, page, copy, 1);
        Rmap.addNewAnonPtes(cpu, childVma, child, cursor, copy, 1);
        Lru.add(cpu, childVma, copy);
    }

    private void wrprotectParent(Cpu cpu) {
        boolean wanted = VmFlags.cow(vma.flags()) && !cpu.planted(Bug.FORK_WITHOUT_WRPROTECT);
        if (copy != NONE || !wanted || !anyWritable()) {
            return;
        }
        cpu.spend(cpu.cost(CostId.PTE_UPDATE) * nr);
        cpu.record(PTES_WRPROTECTED_FIELD_NUMBER, parent.id(), cursor, nr);
        entry = format.wrprotect(format.mkwrite(entry));
    }

    private boolean anyWritable() {
        boolean writable = false;
        for (int i = 0; i < nr; i++) {
            writable |= format.present(entry) && format.write(table.entry(format.index(0, cursor) + i));
        }
        return writable;
    }

    private void setChild(Cpu cpu) {
        long fresh = format.mkold(vma.has(VM_SHARED) ? format.mkclean(entry) : entry);
        if (copy != NONE) {
            fresh = format.mkdirty(format.leaf(0, copy, format.protection(childVma.flags())));
            fresh = childVma.write() ? format.mkwrite(fresh) : fresh;
        } else if (!format.present(entry)) {
            fresh = MigrationEntry.is(format, entry) ? copyMigrationEntry(cpu) : entry;
        }
        cpu.spend(cpu.cost(CostId.PTE_UPDATE) * nr);
        if (nr == 1) {
            cpu.record(PTE_SET_FIELD_NUMBER, child.id(), cursor, 0, fresh);
        } else {
            cpu.record(PTES_SET_FIELD_NUMBER, child.id(), cursor, nr, fresh);
        }
        cursor += nr * format.span(0);
    }

    /** copy_nonpresent_pte: a page that was the parent's own is nobody's, and read-only for both. */
    private long copyMigrationEntry(Cpu cpu) {
        rss++;
        long shared = MigrationEntry.read(format, entry).shared().word(format);
        if (shared != entry) {
            cpu.record(PTE_SET_FIELD_NUMBER, parent.id(), cursor, 0, shared);
        }
        return shared;
    }

    /** add_mm_rss_vec. */
    private void addMmRss(Cpu cpu) {
        if (rss != 0) {
            Rmap.addRss(cpu, child, rss);
            rss = 0;
        }
    }

    private void preallocate(Cpu cpu) {
        needsCopy = false;
        prealloc = Folio.allocate(cpu, 0, Gfp.HIGHUSER_MOVABLE);
        if (prealloc == NONE) {
            cpu.current().fail(Errno.ENOMEM);
        }
    }

    private void releaseUnused(Cpu cpu) {
        if (prealloc != NONE) {
            Folio.put(cpu, prealloc);
        }
    }
}
