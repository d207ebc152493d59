package org.mmsim.engine.kernel.protect;

import static org.mmsim.engine.mm.VmFlags.VM_LOCKED;
import static org.mmsim.engine.mm.VmFlags.VM_LOCKED_MASK;
import static org.mmsim.engine.mm.VmFlags.VM_SPECIAL;
import static org.mmsim.protocol.LockKind.LOCK_MMAP_WRITE;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.Errno;
import org.mmsim.engine.kernel.gup.MmPopulate;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/** mlock, mlock2, munlock and mlockall: vm_flags first (apply_vma_lock_flags), then the pages that are missing. */
public final class DoMlock extends Frame {
    private static final Program<DoMlock> MLOCK = program(KernelFunction.do_mlock);
    private static final Program<DoMlock> MUNLOCK = program(KernelFunction.apply_vma_lock_flags);
    private static final Program<DoMlock> MLOCKALL = program(KernelFunction.apply_mlockall_flags);

    private final long from;
    private final long to;
    private final long flags;
    /** mlockall passes over gaps and over pages that cannot be had. */
    private final boolean all;

    private final Deque<Vma> vmas = new ArrayDeque<>();
    private long covered;
    private @Nullable MmPopulate populate;

    private DoMlock(Program<DoMlock> program, long from, long to, long flags, boolean all) {
        super(program);
        this.from = from;
        this.to = to;
        this.flags = flags;
        this.all = all;
        covered = from;
    }

    private static Program<DoMlock> program(KernelFunction function) {
        return Program.<DoMlock>of(function)
                .step((cpu, f) -> cpu.spend(CostId.SYSCALL))
                .lock(LOCK_MMAP_WRITE, (cpu, f) -> cpu.mm().id())
                .step((cpu, f) -> f.vmas.addAll(cpu.mm().overlapping(f.from, f.to)))
                .loop((cpu, f) -> f.nextVma(cpu))
                .call((cpu, f) -> f.mlockFixup(cpu))
                .end()
                .unlock(LOCK_MMAP_WRITE, (cpu, f) -> cpu.mm().id())
                .when((cpu, f) -> f.flags != 0 && !cpu.current().failed())
                .call((cpu, f) -> f.populate = new MmPopulate(f.from, f.to - f.from, f.all))
                .step((cpu, f) -> f.posixError(cpu))
                .end()
                .build();
    }

    /**
     * mlock2.
     *
     * @param onFault MLOCK_ONFAULT: pages that are missing may stay away
     */
    public static DoMlock mlock(long va, long length, boolean onFault) {
        return new DoMlock(MLOCK, va, va + length, onFault ? VM_LOCKED_MASK : VM_LOCKED, false);
    }

    /** munlock. */
    public static DoMlock munlock(long va, long length) {
        return new DoMlock(MUNLOCK, va, va + length, 0, false);
    }

    /**
     * mlockall with MCL_CURRENT.
     *
     * @param limit one past the highest user address
     */
    public static DoMlock mlockall(long limit, boolean onFault) {
        return new DoMlock(MLOCKALL, 0, limit, onFault ? VM_LOCKED_MASK : VM_LOCKED, true);
    }

    /** A gap ends it with ENOMEM, with what comes before it locked but not populated. */
    private boolean nextVma(Cpu cpu) {
        Vma next = vmas.peek();
        boolean gap = next == null ? covered < to : next.start() > covered;
        if (gap && !all) {
            cpu.current().fail(Errno.ENOMEM);
            return false;
        }
        return next != null;
    }

    private @Nullable Frame mlockFixup(Cpu cpu) {
        Vma vma = vmas.remove();
        long start = Math.max(from, vma.start());
        covered = Math.min(to, vma.end());
        long changed = vma.flags() & ~VM_LOCKED_MASK | flags;
        return changed == vma.flags() || vma.has(VM_SPECIAL)
                ? null
                : new MlockFixup(cpu.mm(), vma, start, covered, changed);
    }

    /** __mlock_posix_error_return. */
    private void posixError(Cpu cpu) {
        int error = populate == null ? 0 : populate.error();
        if (error != 0) {
            cpu.current().fail(error == Errno.EFAULT ? Errno.ENOMEM : Errno.EAGAIN);
        }
    }
}
