package org.mmsim.engine.kernel.fault;

import static org.mmsim.engine.mm.VmFlags.VM_SHARED;
import static org.mmsim.protocol.Event.FOLIO_FLAGS_SET_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PAGES_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PAGES_COPIED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PAGE_CACHE_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_SET_FIELD_NUMBER;
import static org.mmsim.protocol.Event.VMSTAT_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_FOLIO;
import static org.mmsim.protocol.LockKind.LOCK_PTE;

import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.folio.Folio;
import org.mmsim.engine.kernel.folio.Gfp;
import org.mmsim.engine.kernel.folio.Lru;
import org.mmsim.engine.kernel.folio.Rmap;
import org.mmsim.engine.kernel.table.PteAlloc;
import org.mmsim.engine.kernel.table.Tables;
import org.mmsim.engine.kernel.vma.Vmas;
import org.mmsim.engine.memory.PageCache;
import org.mmsim.engine.memory.PageFlags;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.engine.profile.Arch;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.protocol.VmstatItem;

/**
 * do_fault in memory that a shared memory object is behind: do_read_fault, which maps what the page
 * cache has around the address as well, do_cow_fault and do_shared_fault.
 */
final class FileFault extends Frame {
    private static final long NONE = -1;
    /** fault_around_bytes, in pages of 4 KiB. */
    private static final long FAULT_AROUND_BYTES = 64 << 10;

    private static final Program<FileFault> READ = program(KernelFunction.do_read_fault);
    private static final Program<FileFault> COW = program(KernelFunction.do_cow_fault);
    private static final Program<FileFault> SHARED = program(KernelFunction.do_shared_fault);

    private final VmFault fault;
    private final PageTableFormat format;
    private final boolean cow;

    @SuppressWarnings("NullAway.Init") // set by the first step, or nothing else happens
    private Table table;

    /** The file's page, with a reference, which becomes the mapping's. */
    private long page = NONE;

    private boolean mapped;
    /** The private copy of it that a write maps. */
    private long copy = NONE;

    private static Program<FileFault> program(KernelFunction function) {
        return Program.<FileFault>of(function)
                .step((cpu, f) -> f.begin(cpu))
                .call((cpu, f) -> f.fault.done() ? null : PteAlloc.of(f.fault))
                .step((cpu, f) -> f.enterTable())
                .when((cpu, f) -> f.aroundWanted())
                .lock(LOCK_PTE, (cpu, f) -> f.table.address)
                .step((cpu, f) -> f.mapAround(cpu))
                .unlock(LOCK_PTE, (cpu, f) -> f.table.address)
                .end()
                .when((cpu, f) -> !f.fault.done())
                .step((cpu, f) -> f.shmemFault(cpu))
                .end()
                .when((cpu, f) -> f.page != NONE)
                .lock(LOCK_FOLIO, (cpu, f) -> f.page)
                .when((cpu, f) -> f.cow)
                .step((cpu, f) -> f.copyPage(cpu))
                .end()
                .when((cpu, f) -> !f.fault.done())
                .lock(LOCK_PTE, (cpu, f) -> f.table.address)
                .step((cpu, f) -> f.finishFault(cpu))
                .unlock(LOCK_PTE, (cpu, f) -> f.table.address)
                .end()
                .unlock(LOCK_FOLIO, (cpu, f) -> f.page)
                .step((cpu, f) -> f.release(cpu))
                .end()
                .build();
    }

    FileFault(VmFault fault) {
        super(fault.write ? (fault.vma.has(VM_SHARED) ? SHARED : COW) : READ);
        this.fault = fault;
        format = fault.mm.pageTable().format();
        cow = fault.write && !fault.vma.has(VM_SHARED);
    }

    private void begin(Cpu cpu) {
        if (fault.done()) {
            return;
        }
        if (cow) {
            Vmas.prepareAnonVma(cpu, fault);
        }
        if (isBeyondEnd(cpu) && (fault.write || !findsAround(cpu))) {
            fault.raise(Signals.SIGBUS);
        }
    }

    private boolean isBeyondEnd(Cpu cpu) {
        return cpu.machine().pageCache().isBeyondEnd(fault.vma.file(), index(fault.va));
    }

    private void enterTable() {
        if (!fault.done()) {
            table = fault.mm.pageTable().existingTable(fault.va, 0);
        }
    }

    private long index(long va) {
        return fault.vma.pgoff(va, format.shift(0));
    }

    private boolean aroundWanted() {
        return !fault.done() && !fault.write;
    }

    /** do_fault_around: the first address of the window of which one table has the entries. */
    private long aroundStart() {
        return Math.max(fault.vma.start(), Math.max(fault.start(1), fault.va & -FAULT_AROUND_BYTES));
    }

    /** Where the window begins late, because the VMA does, it ends late. */
    private long aroundEnd() {
        long end = Math.min(aroundStart() + FAULT_AROUND_BYTES, fault.vma.end());
        return Math.min(end, fault.start(1) + format.span(1));
    }

    /** Whether the page cache has a page of the window; without one there may not even be a table. */
    private boolean findsAround(Cpu cpu) {
        PageCache cache = cpu.machine().pageCache();
        long from = index(aroundStart());
        long pages = aroundEnd() - aroundStart() >>> format.shift(0);
        return !cache.pages(fault.vma.file()).subMap(from, from + pages).isEmpty();
    }

    /** filemap_map_pages: entries for what is in the page cache; only the one asked for is new use. */
    private void mapAround(Cpu cpu) {
        Vma vma = fault.vma;
        PageCache cache = cpu.machine().pageCache();
        for (long va = aroundStart(); va < aroundEnd(); va += format.span(0)) {
            long frame = cache.frame(vma.file(), index(va));
            // Who has locked a page may be about to change what it is (next_uptodate_folio).
            if (frame == NONE || cpu.machine().folios().has(frame, PageFlags.LOCKED) || !stillNone(va)) {
                continue;
            }
            boolean asked = va == fault.start(0);
            Folio.get(cpu, cpu.machine().folios().head(frame));
            setPte(cpu, va, frame, asked || !wantsOldPrefaulted(cpu));
            if (asked) {
                fault.finish();
            }
        }
    }

    /** arch_wants_old_prefaulted_pte: where the hardware sets the access flag, it had better be true. */
    private static boolean wantsOldPrefaulted(Cpu cpu) {
        return cpu.machine().profile().arch() == Arch.ARM64;
    }

    /** shmem_fault: the file's page, which is made where there is none. */
    private void shmemFault(Cpu cpu) {
        if (isBeyondEnd(cpu)) {
            fault.raise(Signals.SIGBUS);
            return;
        }
        int file = fault.vma.file();
        long index = index(fault.va);
        page = cpu.machine().pageCache().frame(file, index);
        if (page != NONE) {
            Folio.get(cpu, cpu.machine().folios().head(page));
        } else {
            page = Folio.allocate(cpu, 0, Gfp.HIGHUSER_MOVABLE);
            if (page == NONE) {
                fault.raise(Signals.SIGKILL);
                return;
            }
            cpu.spend(CostId.CLEAR_PAGE);
            cpu.record(PAGES_CLEARED_FIELD_NUMBER, page, 1);
            cpu.record(PAGE_CACHE_ADDED_FIELD_NUMBER, file, index, page, 1);
            cpu.record(VMSTAT_ADDED_FIELD_NUMBER, VmstatItem.nr_shmem_VALUE, 1);
            Lru.addFile(cpu, page);
        }
    }

    private void copyPage(Cpu cpu) {
        copy = Folio.allocate(cpu, 0, Gfp.HIGHUSER_MOVABLE);
        if (copy == NONE) {
            fault.raise(Signals.SIGKILL);
            return;
        }
        cpu.spend(CostId.COPY_PAGE);
        cpu.record(PAGES_COPIED_FIELD_NUMBER, page, copy, 1);
    }

    private boolean stillNone(long va) {
        return Tables.linked(fault.mm, table) && table.entry(format.index(0, va)) == 0;
    }

    private void finishFault(Cpu cpu) {
        long va = fault.start(0);
        if (!stillNone(va)) {
            return;
        }
        if (cow) {
            Rmap.addNewAnonPtes(cpu, fault.vma, fault.mm, fault.start(0), copy, 1);
            Lru.add(cpu, fault.vma, copy);
            long entry = format.mkdirty(format.leaf(0, copy, format.protection(fault.vma.flags())));
            cpu.spend(CostId.PTE_UPDATE);
            cpu.record(PTE_SET_FIELD_NUMBER, fault.mm.id(), va, 0, format.mkwrite(entry));
            copy = NONE;
            return;
        }
        setPte(cpu, va, page, true);
        if (fault.write && !cpu.machine().folios().has(cpu.machine().folios().head(page), PageFlags.DIRTY)) {
            cpu.record(FOLIO_FLAGS_SET_FIELD_NUMBER, cpu.machine().folios().head(page), PageFlags.DIRTY);
        }
        mapped = true;
    }

    /** set_pte_range for a page of the file; the caller's reference becomes the mapping's. */
    private void setPte(Cpu cpu, long va, long frame, boolean young) {
        Rmap.addFilePtes(cpu, fault.vma, fault.mm, frame, 1);
        long entry = format.leaf(0, frame, format.protection(fault.vma.flags()));
        entry = young ? entry : format.mkold(entry);
        if (fault.write) {
            entry = format.mkwrite(format.mkdirty(entry));
        }
        cpu.spend(CostId.PTE_UPDATE);
        cpu.record(PTE_SET_FIELD_NUMBER, fault.mm.id(), va, 0, entry);
    }

    /** What somebody else's mapping, or the copy, has left over. */
    private void release(Cpu cpu) {
        if (copy != NONE) {
            Folio.put(cpu, copy);
        }
        if (!mapped) {
            Folio.put(cpu, page);
        }
    }
}
