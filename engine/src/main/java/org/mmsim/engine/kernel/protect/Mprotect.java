package org.mmsim.engine.kernel.protect;

import static org.mmsim.engine.mm.VmFlags.VM_ACCESS;
import static org.mmsim.engine.mm.VmFlags.VM_ACCOUNT;
import static org.mmsim.engine.mm.VmFlags.VM_LOCKED;
import static org.mmsim.engine.mm.VmFlags.VM_NORESERVE;
import static org.mmsim.engine.mm.VmFlags.VM_SHARED;
import static org.mmsim.engine.mm.VmFlags.VM_WRITE;
import static org.mmsim.protocol.LockKind.LOCK_MMAP_WRITE;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.Errno;
import org.mmsim.engine.kernel.folio.Lru;
import org.mmsim.engine.kernel.gup.MmPopulate;
import org.mmsim.engine.kernel.tlb.TlbFinishMmu;
import org.mmsim.engine.kernel.vma.Vmas;
import org.mmsim.engine.mm.MmuGather;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/** mprotect (do_mprotect_pkey): VMA after VMA, and one flush at the end for all of them. */
public final class Mprotect extends Frame {
    /** Shift of VM_MAYREAD and its like over VM_READ and its like. */
    private static final int MAY_SHIFT = 4;

    private static final Program<Mprotect> PROGRAM = Program.<Mprotect>of(KernelFunction.do_mprotect_pkey)
            .step((cpu, f) -> cpu.spend(CostId.SYSCALL))
            .lock(LOCK_MMAP_WRITE, (cpu, f) -> cpu.mm().id())
            .step((cpu, f) -> f.gather = TlbFinishMmu.gatherMmu(cpu, cpu.mm(), false))
            .loop((cpu, f) -> f.findVma(cpu))
            .call((cpu, f) -> f.modifyFlags(cpu))
            .call((cpu, f) -> f.changeProtection(cpu))
            .when((cpu, f) -> f.breaksCow())
            .call((cpu, f) -> f.populate(cpu))
            .step((cpu, f) -> Lru.drainAll(cpu))
            .end()
            .end()
            .call((cpu, f) -> f.finish(cpu))
            .unlock(LOCK_MMAP_WRITE, (cpu, f) -> cpu.mm().id())
            .build();

    private final long end;
    private final long access;
    private long cursor;
    private @Nullable Vma vma;
    /** The part of the VMA that changes. */
    private long from;

    private long partEnd;
    private long newFlags;
    private @Nullable MmuGather gather;

    /**
     * @param access of VM_READ, VM_WRITE, VM_EXEC
     */
    public Mprotect(long va, long length, long access) {
        super(PROGRAM);
        this.cursor = va;
        this.end = va + length;
        this.access = access & VM_ACCESS;
    }

    /** A gap ends the call, but what lies before it has changed. */
    private boolean findVma(Cpu cpu) {
        vma = null;
        if (cursor >= end) {
            return false;
        }
        Vma found = cpu.mm().find(cursor);
        if (found == null) {
            cpu.current().fail(Errno.ENOMEM);
            return false;
        }
        long flags = found.flags() & ~VM_ACCESS | access;
        if ((access & ~(flags >>> MAY_SHIFT)) != 0) {
            cpu.current().fail(Errno.EACCES);
            return false;
        }
        vma = found;
        from = cursor;
        partEnd = Math.min(end, found.end());
        cursor = partEnd;
        newFlags = flags == found.flags() ? flags : accounted(found, flags);
        return true;
    }

    /** Private memory that becomes writable counts as committed, and no longer if it was never touched. */
    private static long accounted(Vma vma, long flags) {
        boolean counted = vma.has(VM_ACCOUNT | VM_WRITE | VM_SHARED | VM_NORESERVE);
        if ((flags & VM_WRITE) != 0) {
            return counted ? flags : flags | VM_ACCOUNT;
        }
        return vma.file() == 0 && vma.anonVma() == 0 ? flags & ~VM_ACCOUNT : flags;
    }

    private boolean unchanged() {
        return vma == null || vma.flags() == newFlags;
    }

    private @Nullable Frame modifyFlags(Cpu cpu) {
        return unchanged() ? null : Vmas.modifyFlags(cpu.mm(), from, partEnd, newFlags);
    }

    private @Nullable Frame changeProtection(Cpu cpu) {
        if (unchanged()) {
            return null;
        }
        MmuGather into = Objects.requireNonNull(gather, "no gather");
        return new ChangeProtection(cpu.mm(), changed(cpu), from, partEnd, into);
    }

    /** Locked private memory that becomes writable gets pages of its own, so that no write has to wait for one. */
    private boolean breaksCow() {
        return vma != null
                && (vma.flags() & (VM_WRITE | VM_SHARED | VM_LOCKED)) == VM_LOCKED
                && (newFlags & VM_WRITE) != 0;
    }

    private @Nullable Frame populate(Cpu cpu) {
        return MmPopulate.ofVma(cpu, changed(cpu), from, partEnd);
    }

    private Vma changed(Cpu cpu) {
        return Objects.requireNonNull(cpu.mm().find(from), "the VMA that has changed");
    }

    private @Nullable Frame finish(Cpu cpu) {
        return gather == null ? null : new TlbFinishMmu(cpu.mm(), gather);
    }
}
