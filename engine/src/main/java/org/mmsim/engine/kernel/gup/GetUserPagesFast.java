package org.mmsim.engine.kernel.gup;

import static org.mmsim.protocol.Event.MM_FLAG_SET_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_MMAP_READ;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Bug;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.walk.GupFastLeaf;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.protocol.MmFlag;

/**
 * get_user_pages_fast and pin_user_pages_fast: as far as pages are mapped as they have to be, without a lock; the rest
 * with faults. While fork write-protects entries, nothing is pinned without the lock.
 */
final class GetUserPagesFast extends Frame {
    private static final Program<GetUserPagesFast> PROGRAM = Program.<GetUserPagesFast>of(
                    KernelFunction.get_user_pages_fast)
            .step((cpu, f) -> f.begin(cpu))
            .when((cpu, f) -> f.more)
            .irqsOff()
            .loop((cpu, f) -> f.more)
            .call((cpu, f) -> f.leaf = new GupFastLeaf(f.va, f.left, f.held.flags()))
            .step((cpu, f) -> f.take())
            .end()
            .irqsOn()
            .step((cpu, f) -> f.checkSeq(cpu))
            .end()
            .when((cpu, f) -> f.left > 0)
            .lock(LOCK_MMAP_READ, (cpu, f) -> cpu.mm().id())
            .call((cpu, f) -> f.slow = f.slow(cpu))
            .unlock(LOCK_MMAP_READ, (cpu, f) -> cpu.mm().id())
            .end()
            .build();

    private final PageTableFormat format;
    private final HeldPages held;
    private final int heldBefore;
    private final long start;
    private final long pages;
    private long va;
    private long left;
    private long seq;
    private boolean more;
    private @Nullable GupFastLeaf leaf;
    private @Nullable GetUserPages slow;

    /**
     * @param held what takes the references or pins
     */
    GetUserPagesFast(PageTableFormat format, long va, long pages, HeldPages held) {
        super(PROGRAM);
        this.format = format;
        this.start = va;
        this.pages = pages;
        this.va = va;
        this.left = pages;
        this.held = held;
        heldBefore = held.count();
    }

    /** Pages that could be had. */
    int got() {
        return held.count() - heldBefore;
    }

    /** The errno if no page could be had. */
    int error() {
        return got() > 0 || slow == null ? 0 : slow.error();
    }

    private boolean pins() {
        return (held.flags() & Foll.PIN) != 0;
    }

    private void begin(Cpu cpu) {
        Mm mm = cpu.mm();
        if (pins() && !mm.hasFlag(MmFlag.MMF_HAS_PINNED)) {
            cpu.record(MM_FLAG_SET_FIELD_NUMBER, mm.id(), MmFlag.MMF_HAS_PINNED_VALUE);
        }
        seq = mm.writeProtectSeq();
        more = left > 0 && !(pins() && (seq & 1) != 0);
    }

    private void take() {
        GupFastLeaf found = Objects.requireNonNull(leaf, "nothing has been looked up");
        if (found.pages() > 0) {
            held.add(found.page(), found.pages());
            left -= found.pages();
            va += found.pages() * format.span(0);
        }
        more = found.pages() > 0 && left > 0;
    }

    /** A fork may have write-protected a page after it was looked at, and not have seen the pin. */
    private void checkSeq(Cpu cpu) {
        if (pins() && cpu.mm().writeProtectSeq() != seq && !cpu.planted(Bug.FORK_WITHOUT_SEQCOUNT)) {
            held.release(cpu, heldBefore);
            va = start;
            left = pages;
        }
    }

    private GetUserPages slow(Cpu cpu) {
        return new GetUserPages(cpu.mm(), va, left, held.flags() | Foll.TOUCH, held);
    }
}
