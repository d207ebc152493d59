package org.mmsim.engine.kernel.split;

import static org.mmsim.engine.mm.VmFlags.VM_LOCKED;
import static org.mmsim.protocol.Event.PTE_SET_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_PTE;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.fault.AnonPlaces;
import org.mmsim.engine.kernel.folio.Folio;
import org.mmsim.engine.kernel.folio.Rmap;
import org.mmsim.engine.kernel.protect.Mlock;
import org.mmsim.engine.kernel.table.Tables;
import org.mmsim.engine.memory.Folios;
import org.mmsim.engine.memory.PageFlags;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.pagetable.MigrationEntry;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/**
 * remap_page (remove_migration_ptes): migration entries map their pages again. The kernel keeps fork and mremap from
 * hiding one by the order of its walk and by the anon_vma's lock; here the walk begins anew until it finds no more.
 */
final class RemapFolio extends Frame {
    private static final Program<RemapFolio> PROGRAM = Program.<RemapFolio>of(KernelFunction.no_function)
            .loop((cpu, f) -> f.findPlace(cpu))
            .lock(LOCK_PTE, (cpu, f) -> f.table().address)
            .loop((cpu, f) -> f.findEntry())
            .step((cpu, f) -> f.removeMigrationPte(cpu))
            .end()
            .step((cpu, f) -> f.drainIfLocked(cpu))
            .unlock(LOCK_PTE, (cpu, f) -> f.table().address)
            .end()
            .build();

    private final long first;
    private final long pages;
    private final long index;
    private final boolean zeroPages;
    private AnonPlaces.@Nullable Place place;
    private @Nullable Table table;
    private long cursor;

    /**
     * @param index page offset of the first page
     * @param zeroPages whether pages that hold nothing but zeros give way to the zero page (RMP_USE_SHARED_ZEROPAGE)
     */
    RemapFolio(long first, long pages, long index, boolean zeroPages) {
        super(PROGRAM);
        this.first = first;
        this.pages = pages;
        this.index = index;
        this.zeroPages = zeroPages;
    }

    private Table table() {
        return Objects.requireNonNull(table, "no table has been found");
    }

    private AnonPlaces.Place place() {
        return Objects.requireNonNull(place, "no place has been found");
    }

    private boolean findPlace(Cpu cpu) {
        for (AnonPlaces.Place candidate : AnonPlaces.of(cpu.machine(), index, pages)) {
            place = candidate;
            cursor = candidate.from();
            table = candidate.mm().pageTable().table(cursor, 0);
            if (table != null && findEntry()) {
                return true;
            }
        }
        return false;
    }

    private boolean findEntry() {
        Mm mm = place().mm();
        PageTableFormat format = mm.pageTable().format();
        boolean stillThere = Tables.linked(mm, table());
        while (stillThere && cursor < place().to()) {
            long entry = table().entry(format.index(0, cursor));
            long page = MigrationEntry.is(format, entry)
                    ? MigrationEntry.read(format, entry).frame() - first
                    : -1;
            if (page >= 0 && page < pages && mm.find(cursor) != null) {
                return true;
            }
            cursor += format.span(0);
        }
        return false;
    }

    private void removeMigrationPte(Cpu cpu) {
        Mm mm = place().mm();
        PageTableFormat format = mm.pageTable().format();
        Vma vma = Objects.requireNonNull(mm.find(cursor), "a mapped page outside every VMA");
        MigrationEntry migration = MigrationEntry.read(format, table().entry(format.index(0, cursor)));
        cpu.spend(CostId.PTE_UPDATE);
        if (unused(cpu, vma, migration.frame())) {
            mapZeroPage(cpu, mm, vma, migration);
        } else {
            mapAgain(cpu, mm, vma, migration);
        }
        cursor += format.span(0);
    }

    private void drainIfLocked(Cpu cpu) {
        if (place().vma().has(VM_LOCKED)) {
            Mlock.drain(cpu);
        }
    }

    private boolean unused(Cpu cpu, Vma vma, long page) {
        Folios folios = cpu.machine().folios();
        return zeroPages
                && folios.order(page) == 0
                && folios.content(page) == 0
                && !folios.has(page, PageFlags.MLOCKED)
                && !vma.has(VM_LOCKED);
    }

    /** try_to_map_unused_to_zeropage. Nobody can write to the page any more: its translations are gone. */
    private void mapZeroPage(Cpu cpu, Mm mm, Vma vma, MigrationEntry migration) {
        PageTableFormat format = mm.pageTable().format();
        long zero = format.leaf(0, cpu.machine().zeroFrame(), format.protection(vma.flags()));
        long entry = format.mkspecial(migration.softDirty() ? format.mkSoftDirty(zero) : zero);
        cpu.record(PTE_SET_FIELD_NUMBER, mm.id(), cursor, 0, entry);
        Rmap.addRss(cpu, mm, -1);
    }

    /** remove_migration_pte: dirty only if the page still is. */
    private void mapAgain(Cpu cpu, Mm mm, Vma vma, MigrationEntry migration) {
        PageTableFormat format = mm.pageTable().format();
        Folios folios = cpu.machine().folios();
        long page = migration.frame();
        long folio = folios.head(page);
        Folio.get(cpu, folio);
        long entry = format.leaf(0, page, format.protection(vma.flags()));
        entry = migration.young() ? entry : format.mkold(entry);
        entry = migration.dirty() && folios.has(folio, PageFlags.DIRTY) ? format.mkdirty(entry) : entry;
        entry = migration.softDirty() ? format.mkSoftDirty(entry) : entry;
        entry = migration.writable() ? format.mkwrite(entry) : entry;
        Rmap.addAnonPtes(cpu, vma, mm, page, 1, migration.exclusive());
        cpu.record(PTE_SET_FIELD_NUMBER, mm.id(), cursor, 0, entry);
    }
}
