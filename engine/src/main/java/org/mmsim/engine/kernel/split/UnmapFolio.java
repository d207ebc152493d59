package org.mmsim.engine.kernel.split;

import static org.mmsim.engine.mm.VmFlags.VM_LOCKED;
import static org.mmsim.protocol.Event.ANON_EXCLUSIVE_CHANGED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FOLIO_FLAGS_SET_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_SET_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_PTE;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Bug;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.fault.AnonPlaces;
import org.mmsim.engine.kernel.folio.Folio;
import org.mmsim.engine.kernel.folio.Rmap;
import org.mmsim.engine.kernel.protect.Mlock;
import org.mmsim.engine.kernel.table.Tables;
import org.mmsim.engine.kernel.tlb.TlbFlush;
import org.mmsim.engine.kernel.tlb.UnmapBatch;
import org.mmsim.engine.memory.Folios;
import org.mmsim.engine.memory.PageFlags;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.pagetable.MigrationEntry;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.engine.profile.Arch;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/**
 * unmap_folio (try_to_migrate): every entry that maps a page of a large folio becomes a migration entry, in all
 * processes, and the translations go. The lock of each table is waited for, so that nobody's entry is overlooked while
 * it is out for a change (TTU_SYNC). Whoever finds a migration entry takes it that nobody uses the page, so the flush
 * comes before the lock goes. (x86 and arm64 put it off, and have the others look for that.)
 */
final class UnmapFolio extends Frame {
    private static final Program<UnmapFolio> PROGRAM = Program.<UnmapFolio>of(KernelFunction.no_function)
            .step((cpu, f) -> f.begin(cpu))
            .loop((cpu, f) -> f.next < f.places.size() && !f.pinned)
            .call((cpu, f) -> f.splitHugePmd())
            .when((cpu, f) -> f.findTable())
            .lock(LOCK_PTE, (cpu, f) -> f.table().address)
            .loop((cpu, f) -> f.find(cpu))
            .step((cpu, f) -> f.clear(cpu))
            .call((cpu, f) -> f.flushOrDefer(cpu))
            .step((cpu, f) -> f.tryToMigrate(cpu))
            .end()
            .step((cpu, f) -> f.drainIfLocked(cpu))
            .unlock(LOCK_PTE, (cpu, f) -> f.table().address)
            .end()
            .call((cpu, f) -> f.flushLate(cpu))
            .step((cpu, f) -> f.next++)
            .end()
            .call((cpu, f) -> f.tryToUnmapFlush(cpu))
            .build();

    private final long folio;
    private List<AnonPlaces.Place> places = List.of();
    private int next;
    private @Nullable Table table;
    private long cursor;
    private long entry;
    /** The entry's VMA, which may be on its way out by the time that the translation has gone. */
    private @Nullable Vma vma;

    private @Nullable UnmapBatch batch;
    private boolean leftForLater;
    /** A page that is somebody's own and pinned stays mapped. */
    private boolean pinned;

    UnmapFolio(long folio) {
        super(PROGRAM);
        this.folio = folio;
    }

    private void begin(Cpu cpu) {
        Folios folios = cpu.machine().folios();
        batch = new UnmapBatch(cpu);
        places = AnonPlaces.of(cpu.machine(), folios.large(folio).index(), 1L << folios.order(folio));
    }

    private AnonPlaces.Place place() {
        return places.get(next);
    }

    private Table table() {
        return Objects.requireNonNull(table, "no table has been found");
    }

    private static PageTableFormat format(Mm mm) {
        return mm.pageTable().format();
    }

    /** split_huge_pmd_address with freeze, where the whole folio is mapped at once. */
    private @Nullable Frame splitHugePmd() {
        Mm mm = place().mm();
        PageTableFormat format = format(mm);
        long va = place().from() & -format.span(1);
        Table pmds = mm.pageTable().table(va, 1);
        long entry = pmds == null ? 0 : pmds.entry(format.index(1, va));
        boolean maps = format.present(entry) && format.leaf(1, entry) && format.frame(entry) == folio;
        return pmds != null && maps ? SplitHugePmd.freezing(mm, place().vma(), pmds, va) : null;
    }

    private boolean findTable() {
        cursor = place().from();
        table = place().mm().pageTable().table(cursor, 0);
        return table != null;
    }

    private boolean find(Cpu cpu) {
        Mm mm = place().mm();
        PageTableFormat format = format(mm);
        boolean stillThere = Tables.linked(mm, table());
        while (stillThere && !pinned && cursor < place().to()) {
            long entry = table().entry(format.index(0, cursor));
            boolean page = format.present(entry) && !format.special(entry);
            boolean ofFolio = page && cpu.machine().folios().head(format.frame(entry)) == folio;
            // What munmap is about to take out is left to it.
            if (ofFolio && mm.find(cursor) != null) {
                return true;
            }
            cursor += format.span(0);
        }
        return false;
    }

    private void clear(Cpu cpu) {
        Mm mm = place().mm();
        entry = table().entry(format(mm).index(0, cursor));
        vma = Objects.requireNonNull(mm.find(cursor), "a mapped page outside every VMA");
        cpu.spend(CostId.PTE_UPDATE);
        cpu.record(PTE_CLEARED_FIELD_NUMBER, mm.id(), cursor, 0, entry);
    }

    /** TTU_BATCH_FLUSH: the flush is put off, or done for the page at once (ptep_clear_flush). */
    private @Nullable Frame flushOrDefer(Cpu cpu) {
        Mm mm = place().mm();
        if (!accessible(cpu, mm, entry)) {
            return null;
        }
        leftForLater = cpu.planted(Bug.MIGRATION_FLUSHES_AFTER_UNLOCK);
        if (leftForLater) {
            return null;
        }
        if (UnmapBatch.shouldDefer(cpu, mm)) {
            batch().setPending(cpu, mm, cursor);
            return null;
        }
        return TlbFlush.page(cpu, mm, cursor);
    }

    private UnmapBatch batch() {
        return Objects.requireNonNull(batch, "no batch has been begun");
    }

    private void tryToMigrate(Cpu cpu) {
        Mm mm = place().mm();
        PageTableFormat format = format(mm);
        Folios folios = cpu.machine().folios();
        long page = format.frame(entry);
        boolean exclusive = folios.exclusive(page);
        cpu.spend(CostId.PTE_UPDATE);
        pinned = exclusive && folios.large(folio).pincount() > 0;
        if (pinned) {
            cpu.record(PTE_SET_FIELD_NUMBER, mm.id(), cursor, 0, entry);
            return;
        }
        if (exclusive) {
            cpu.record(ANON_EXCLUSIVE_CHANGED_FIELD_NUMBER, page, 1, 0);
        }
        if (format.dirty(entry) && !folios.has(folio, PageFlags.DIRTY)) {
            cpu.record(FOLIO_FLAGS_SET_FIELD_NUMBER, folio, PageFlags.DIRTY);
        }
        MigrationEntry migration = MigrationEntry.of(format, entry, exclusive);
        cpu.record(PTE_SET_FIELD_NUMBER, mm.id(), cursor, 0, migration.word(format));
        Rmap.removePtes(cpu, Objects.requireNonNull(vma), mm, page, 1);
        Folio.put(cpu, folio);
        cursor += format.span(0);
    }

    /** pte_accessible: what mprotect has closed may be in TLBs until it has flushed; powerpc takes it that all may be. */
    private static boolean accessible(Cpu cpu, Mm mm, long entry) {
        boolean pending = mm.tlbFlushPending() > 0 && !cpu.planted(Bug.MIGRATION_TRUSTS_PROT_NONE);
        return format(mm).valid(entry) || pending || cpu.machine().profile().arch() == Arch.POWERPC_BOOK3S64_RADIX;
    }

    private void drainIfLocked(Cpu cpu) {
        if (place().vma().has(VM_LOCKED)) {
            Mlock.drain(cpu);
        }
    }

    /** What a planted mistake has left until the lock is gone. */
    private @Nullable Frame flushLate(Cpu cpu) {
        AnonPlaces.Place place = place();
        boolean due = leftForLater;
        leftForLater = false;
        return due ? TlbFlush.range(cpu, place.mm(), place.from(), place.to()) : null;
    }

    private @Nullable Frame tryToUnmapFlush(Cpu cpu) {
        return cpu.planted(Bug.UNMAP_BATCH_NOT_FLUSHED) ? null : batch().flush(cpu);
    }
}
