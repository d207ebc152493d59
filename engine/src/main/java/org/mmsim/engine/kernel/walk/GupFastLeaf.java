package org.mmsim.engine.kernel.walk;

import org.mmsim.engine.cpu.Bug;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.LocklessWalkPolicy;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.folio.Folio;
import org.mmsim.engine.kernel.folio.Lru;
import org.mmsim.engine.kernel.gup.Foll;
import org.mmsim.engine.memory.Folios;
import org.mmsim.engine.memory.PageFlags;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.protocol.WalkOutcome;
import org.mmsim.protocol.WalkerClass;

/**
 * gup_fast_pte_range and gup_fast_pmd_leaf for one leaf entry: take references on what the walk found, then read the
 * entry again, and for a page the PMD entry above it, whose table mremap may have moved; if either has changed, the
 * references go back. Interrupts are off.
 */
public final class GupFastLeaf extends LocklessWalk {
    private static final Program<GupFastLeaf> PROGRAM = Program.<GupFastLeaf>of(KernelFunction.no_function)
            .step((cpu, f) -> f.begin(cpu))
            .call((cpu, f) -> policy(cpu).beginWalk(cpu, cpu.mm()))
            .step((cpu, f) -> f.startAtRoot(cpu))
            .loop((cpu, f) -> f.descending())
            .step((cpu, f) -> f.readLevel(cpu))
            .end()
            .when((cpu, f) -> f.permitted(cpu))
            .step((cpu, f) -> f.tryGrabFolio(cpu))
            .step((cpu, f) -> f.recheck(cpu))
            .end()
            .call((cpu, f) -> policy(cpu).endWalk(cpu, cpu.mm()))
            .step((cpu, f) -> f.end(cpu))
            .build();

    private final long most;
    private final int flags;
    private long page;
    private int pages;

    /**
     * @param most pages that are wanted; a PTE gives one, a huge entry as many as it maps from the address on
     * @param flags of {@link Foll}
     */
    public GupFastLeaf(long va, long most, int flags) {
        super(PROGRAM, WalkerClass.WALKER_GUP_FAST, va, 0);
        this.most = most;
        this.flags = flags;
    }

    /** First page that references were taken for. */
    public long page() {
        return page;
    }

    /** Pages that references were taken for, 0 if the slow way has to be gone. */
    public int pages() {
        return pages;
    }

    private static LocklessWalkPolicy policy(Cpu cpu) {
        return cpu.kernel().policies().locklessWalk();
    }

    /** pte_access_permitted; a special entry has no folio to hold on to. */
    private boolean permitted(Cpu cpu) {
        PageTableFormat format = cpu.machine().format();
        boolean enough = (flags & Foll.WRITE) == 0 || format.write(entry);
        return found(cpu) && enough && !format.special(entry);
    }

    /** try_grab_folio_fast: fails on a folio that is on its way to the allocator. */
    private void tryGrabFolio(Cpu cpu) {
        PageTableFormat format = cpu.machine().format();
        Folios folios = cpu.machine().folios();
        page = page(format);
        long head = folios.head(page);
        if (head < 0 || folios.refs(head) == 0) {
            outcome = WalkOutcome.WALK_CHANGED;
            return;
        }
        long mapped = format.frame(entry) + (1L << format.order(table().level)) - page;
        pages = (int) Math.min(most, mapped);
        Folio.grab(cpu, head, pages, flags);
    }

    private void recheck(Cpu cpu) {
        if (pages == 0) {
            return;
        }
        PageTableFormat format = cpu.machine().format();
        long head = cpu.machine().folios().head(page);
        cpu.spend(CostId.PTE_READ);
        boolean same = unchanged(format) || cpu.planted(Bug.GUP_WITHOUT_RECHECK);
        if (same && !mustUnshare(cpu, entry, true, flags)) {
            outcome = WalkOutcome.WALK_PINNED;
            Lru.setReferenced(cpu, head);
        } else {
            outcome = WalkOutcome.WALK_CHANGED;
            Folio.release(cpu, head, pages, flags);
            pages = 0;
        }
    }

    /**
     * gup_must_unshare: what is pinned for reading must not be replaced by a copy at the next write.
     *
     * @param cow whether the entry is, or may be, one of private memory that can become writable
     */
    public static boolean mustUnshare(Cpu cpu, long entry, boolean cow, int flags) {
        PageTableFormat format = cpu.machine().format();
        if ((flags & (Foll.WRITE | Foll.PIN)) != Foll.PIN || format.write(entry)) {
            return false;
        }
        Folios folios = cpu.machine().folios();
        long page = format.frame(entry);
        return folios.has(folios.head(page), PageFlags.ANON) ? !folios.exclusive(page) : cow;
    }
}
