package org.mmsim.engine.kernel.mremap;

import static org.mmsim.engine.mm.VmFlags.VM_LOCKED;
import static org.mmsim.protocol.LockKind.LOCK_MMAP_WRITE;

import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.MremapRange;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.Errno;
import org.mmsim.engine.kernel.gup.MmPopulate;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/** mremap with MREMAP_MAYMOVE and MREMAP_FIXED, and MREMAP_DONTUNMAP where the old mapping is to stay (do_mremap). */
public final class Mremap extends Frame {
    private static final Program<Mremap> PROGRAM = Program.<Mremap>of(KernelFunction.do_mremap)
            .step((cpu, f) -> cpu.spend(CostId.SYSCALL))
            .lock(LOCK_MMAP_WRITE, (cpu, f) -> cpu.mm().id())
            .step((cpu, f) -> f.check(cpu))
            .when((cpu, f) -> !f.many(cpu) && !cpu.current().failed())
            .call((cpu, f) -> new MremapTo(cpu.mm(), f.va, f.end - f.va, f.to, f.newLength, f.keep))
            .end()
            .loop((cpu, f) -> f.many(cpu) && f.cursor < f.end && !cpu.current().failed())
            .call((cpu, f) -> f.moveNext(cpu))
            .end()
            .unlock(LOCK_MMAP_WRITE, (cpu, f) -> cpu.mm().id())
            .call((cpu, f) -> f.populate(cpu))
            .build();

    private final long va;
    private final long end;
    private final long to;
    private final long newLength;
    private final boolean keep;
    private long cursor;

    /**
     * @param keep MREMAP_DONTUNMAP
     */
    public Mremap(long va, long length, long to, long newLength, boolean keep) {
        super(PROGRAM);
        this.va = va;
        this.end = va + length;
        this.to = to;
        this.newLength = newLength;
        this.keep = keep;
        cursor = va;
    }

    private void check(Cpu cpu) {
        Vma vma = cpu.mm().find(va);
        if (newLength == 0 || keep && newLength != end - va || checksFirst(cpu) && !fits(cpu)) {
            cpu.current().fail(Errno.EINVAL);
        } else if (vma == null) {
            cpu.current().fail(Errno.EFAULT);
        } else if (!fits(cpu) || checksFirst(cpu) && !MremapTo.mayMove(vma, end - va, keep)) {
            cpu.current().fail(Errno.EINVAL);
        } else if (checksFirst(cpu) && !many(cpu) && !mayResize(vma)) {
            cpu.current().fail(Errno.EFAULT);
        }
    }

    private boolean mayResize(Vma vma) {
        return end <= vma.end() && MremapTo.mayGrow(vma, end - va, newLength);
    }

    /** Whether the destination is a place for the mapping, and none that it has now. */
    private boolean fits(Cpu cpu) {
        long limit = cpu.machine().format().limit();
        boolean overlaps = end > to && to + newLength > va;
        return !overlaps && newLength <= limit && to <= limit - newLength;
    }

    /** Since whole ranges can be moved, what can be checked is checked before the destination is unmapped. */
    private static boolean checksFirst(Cpu cpu) {
        return cpu.kernel().policies().mremap() == MremapRange.MANY_VMAS;
    }

    /** vrm_move_only: a call that does not resize may move more than one VMA. */
    private boolean many(Cpu cpu) {
        return checksFirst(cpu) && newLength == end - va;
    }

    /** Locked memory that has grown is present at once. */
    private @Nullable Frame populate(Cpu cpu) {
        long length = end - va;
        Vma vma = cpu.mm().find(to);
        boolean grown = !cpu.current().failed() && newLength > length && vma != null && vma.has(VM_LOCKED);
        return grown ? new MmPopulate(to + length, newLength - length, true) : null;
    }

    /** remap_move: the next VMA of the range. */
    private @Nullable Frame moveNext(Cpu cpu) {
        Mm mm = cpu.mm();
        long from = cursor;
        Vma vma = mm.find(from);
        if (vma == null) {
            Long next = mm.vmas().ceilingKey(from);
            cursor = next == null ? end : Math.min(end, next);
            return null;
        }
        cursor = Math.min(end, vma.end());
        return new MremapTo(mm, from, cursor - from, from + (to - va), cursor - from, keep);
    }
}
