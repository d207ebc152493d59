package org.mmsim.engine.kernel.vma;

import static org.mmsim.engine.mm.VmFlags.VM_DONTCOPY;
import static org.mmsim.engine.mm.VmFlags.VM_SHARED;
import static org.mmsim.engine.mm.VmFlags.VM_SPECIAL;
import static org.mmsim.engine.mm.VmFlags.VM_WIPEONFORK;
import static org.mmsim.protocol.LockKind.LOCK_MMAP_WRITE;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.Errno;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/** madvise that only changes the flags of VMAs (madvise_vma_behavior). */
public final class MadviseBehavior extends Frame {
    private static final Program<MadviseBehavior> PROGRAM = Program.<MadviseBehavior>of(KernelFunction.do_madvise)
            .step((cpu, f) -> cpu.spend(CostId.SYSCALL))
            .lock(LOCK_MMAP_WRITE, (cpu, f) -> cpu.mm().id())
            .step((cpu, f) -> f.begin(cpu))
            .loop((cpu, f) -> f.next < f.vmas.size())
            .call((cpu, f) -> f.update(cpu))
            .end()
            .unlock(LOCK_MMAP_WRITE, (cpu, f) -> cpu.mm().id())
            .build();

    private final long from;
    private final long to;
    private final long set;
    private final long cleared;
    private List<Vma> vmas = List.of();
    private int next;

    /**
     * @param set vm_flags that the advice sets
     * @param cleared vm_flags that it clears
     */
    public MadviseBehavior(long va, long length, long set, long cleared) {
        super(PROGRAM);
        this.from = va;
        this.to = va + length;
        this.set = set;
        this.cleared = cleared;
    }

    /** madvise of no bytes: nothing is looked at (madvise_should_skip). */
    public static Frame nothing() {
        return new Nothing();
    }

    private static final class Nothing extends Frame {
        private static final Program<Nothing> PROGRAM = Program.<Nothing>of(KernelFunction.do_madvise)
                .step((cpu, f) -> cpu.spend(CostId.SYSCALL))
                .build();

        Nothing() {
            super(PROGRAM);
        }
    }

    private void begin(Cpu cpu) {
        vmas = Vmas.walk(cpu, from, to);
    }

    private @Nullable Frame update(Cpu cpu) {
        Vma vma = vmas.get(next++);
        boolean wipesFile = (set & VM_WIPEONFORK) != 0 && (vma.file() != 0 || vma.has(VM_SHARED));
        boolean copiesDevice = (cleared & VM_DONTCOPY) != 0 && vma.has(VM_SPECIAL);
        if (wipesFile || copiesDevice) {
            cpu.current().fail(Errno.EINVAL);
            next = vmas.size();
            return null;
        }
        long flags = vma.flags() & ~cleared | set;
        return flags == vma.flags()
                ? null
                : Vmas.modifyFlags(cpu.mm(), Math.max(from, vma.start()), Math.min(to, vma.end()), flags);
    }
}
