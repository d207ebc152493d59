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
            .loop((cpu, f) -> f.cursor < f.end && !cpu.current().failed())
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
        Mm mm = cpu.mm();
        long limit = mm.pageTable().format().limit();
        boolean overlap = end > to && to + newLength > va;
        boolean wrong = va == end || newLength == 0 || keep && newLength != end - va;
        if (wrong || overlap || newLength > limit || to > limit - newLength) {
            cpu.current().fail(Errno.EINVAL);
        } else if (mm.find(va) == null || checksFirst(cpu) && !many(cpu) && endsIn(mm.find(va)) < end) {
            cpu.current().fail(Errno.EFAULT);
        }
    }

    /** Since whole ranges can be moved, what can be checked is checked before the destination is unmapped. */
    private static boolean checksFirst(Cpu cpu) {
        return cpu.kernel().policies().mremap() == MremapRange.MANY_VMAS;
    }

    /** vrm_move_only: a call that does not resize may move more than one VMA. */
    private boolean many(Cpu cpu) {
        return checksFirst(cpu) && newLength == end - va;
    }

    private static long endsIn(@Nullable Vma vma) {
        return vma == null ? 0 : vma.end();
    }

    /** Locked memory that has grown is present at once. */
    private @Nullable Frame populate(Cpu cpu) {
        long length = end - va;
        Vma vma = cpu.mm().find(to);
        boolean grown = !cpu.current().failed() && newLength > length && vma != null && vma.has(VM_LOCKED);
        return grown ? new MmPopulate(to + length, newLength - length, true) : null;
    }

    /** remap_move: the next VMA of the range, or all of it where there may be but one. */
    private @Nullable Frame moveNext(Cpu cpu) {
        Mm mm = cpu.mm();
        long from = cursor;
        if (!many(cpu)) {
            cursor = end;
            return new MremapTo(mm, va, end - va, to, newLength, keep);
        }
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
