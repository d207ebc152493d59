package org.mmsim.engine.kernel.gup;

import static org.mmsim.protocol.Event.FOLIO_FLAGS_SET_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_PMD;
import static org.mmsim.protocol.LockKind.LOCK_PTE;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.fault.AccessFlags;
import org.mmsim.engine.kernel.fault.VmFault;
import org.mmsim.engine.kernel.folio.Folio;
import org.mmsim.engine.kernel.folio.Lru;
import org.mmsim.engine.kernel.walk.GupFastLeaf;
import org.mmsim.engine.memory.Folios;
import org.mmsim.engine.memory.PageFlags;
import org.mmsim.engine.mm.VmFlags;
import org.mmsim.engine.pagetable.PageTable;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/** follow_page_mask: the page that is mapped at an address, if it is mapped as the caller needs it. */
final class FollowPage extends Frame {
    private static final long NONE = -1;

    private static final Program<FollowPage> PROGRAM = Program.<FollowPage>of(KernelFunction.follow_page_mask)
            .step((cpu, f) -> cpu.spend(CostId.PTE_READ))
            .when((cpu, f) -> f.huge())
            .lock(LOCK_PMD, (cpu, f) -> f.pmdTable().address)
            .call((cpu, f) -> f.huge() ? f.followHugePmd(cpu) : null)
            .unlock(LOCK_PMD, (cpu, f) -> f.pmdTable().address)
            .end()
            .when((cpu, f) -> f.followsPte())
            .lock(LOCK_PTE, (cpu, f) -> f.pteTable().address)
            .step((cpu, f) -> f.followPte(cpu))
            .unlock(LOCK_PTE, (cpu, f) -> f.pteTable().address)
            .end()
            .build();

    private final VmFault access;
    private final int flags;
    private final PageTable pageTable;
    private final PageTableFormat format;
    private boolean doneAtPmd;
    private @Nullable Table pteTable;
    private boolean unshare;
    private long page = NONE;
    private int level;

    /**
     * @param access where, and whether for writing
     * @param flags of {@link Foll}
     */
    FollowPage(VmFault access, int flags) {
        super(PROGRAM);
        this.access = access;
        this.flags = flags;
        pageTable = access.mm.pageTable();
        format = pageTable.format();
    }

    boolean found() {
        return page != NONE;
    }

    /** Whether the page has to become exclusive before it can be pinned for reading (EMLINK). */
    boolean unshare() {
        return unshare;
    }

    /** The page that was found. */
    long page() {
        return page;
    }

    /** Pages up to the end of what the entry maps. */
    long pagesLeft() {
        return format.span(level) - (access.va & format.span(level) - 1) >>> format.shift(0);
    }

    private Table pmdTable() {
        return pageTable.existingTable(access.va, 1);
    }

    private Table pteTable() {
        return Objects.requireNonNull(pteTable, "there is no table");
    }

    private boolean huge() {
        if (pageTable.table(access.va, 1) == null) {
            return false;
        }
        long entry = pageTable.entry(access.va, 1);
        return format.present(entry) && format.leaf(1, entry);
    }

    private boolean followsPte() {
        pteTable = pageTable.table(access.va, 0);
        return !doneAtPmd && pteTable != null;
    }

    /** follow_huge_pmd and touch_pmd. */
    private @Nullable Frame followHugePmd(Cpu cpu) {
        doneAtPmd = true;
        long entry = pageTable.entry(access.va, 1);
        long first = format.frame(entry);
        if (!usable(cpu, entry)) {
            return null;
        }
        level = 1;
        page = first + ((access.va & format.span(1) - 1) >>> format.shift(0));
        Folio.grab(cpu, cpu.machine().folios().head(first), 1, flags);
        if ((flags & Foll.TOUCH) == 0) {
            return null;
        }
        long touched = format.mkyoung(access.write ? format.mkdirty(entry) : entry);
        return AccessFlags.set(cpu, access, 1, entry, touched);
    }

    /** follow_page_pte. */
    private void followPte(Cpu cpu) {
        long entry = pteTable().entry(format.index(0, access.va));
        if (!format.present(entry) || !usable(cpu, entry)) {
            return;
        }
        Folios folios = cpu.machine().folios();
        page = format.frame(entry);
        long folio = folios.head(page);
        Folio.grab(cpu, folio, 1, flags);
        if ((flags & Foll.TOUCH) != 0) {
            if (access.write && !format.dirty(entry) && !folios.has(folio, PageFlags.DIRTY)) {
                cpu.record(FOLIO_FLAGS_SET_FIELD_NUMBER, folio, PageFlags.DIRTY);
            }
            // The entry's own accessed state could only be set with an atomic that does not lose its dirty state.
            Lru.markAccessed(cpu, folio);
        }
    }

    private boolean usable(Cpu cpu, long entry) {
        if (access.write && !format.write(entry)) {
            return false;
        }
        unshare = GupFastLeaf.mustUnshare(cpu, entry, VmFlags.cow(access.vma.flags()), flags);
        return !unshare;
    }
}
