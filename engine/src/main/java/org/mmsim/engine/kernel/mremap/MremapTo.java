package org.mmsim.engine.kernel.mremap;

import static org.mmsim.engine.mm.VmFlags.VM_DONTEXPAND;
import static org.mmsim.engine.mm.VmFlags.VM_LOCKED;
import static org.mmsim.engine.mm.VmFlags.VM_LOCKED_MASK;
import static org.mmsim.engine.mm.VmFlags.VM_SHARED;
import static org.mmsim.protocol.Event.LOCKED_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.VMA_FLAGS_CHANGED_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_ANON_VMA_WRITE;
import static org.mmsim.protocol.LockKind.LOCK_I_MMAP_WRITE;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.Errno;
import org.mmsim.engine.kernel.unmap.DoMunmap;
import org.mmsim.engine.kernel.vma.VmaLocks;
import org.mmsim.engine.kernel.vma.Vmas;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.Vma;
import org.mmsim.protocol.KernelFunction;

/**
 * mremap_to and move_vma, under mmap_lock for writing: makes room, cuts off what is too long, and moves a part of one
 * VMA. When memory for tables runs out, what has moved goes back.
 */
final class MremapTo extends Frame {
    private static final Program<MremapTo> PROGRAM = Program.<MremapTo>of(KernelFunction.no_function)
            .call((cpu, f) -> new DoMunmap(f.mm, f.to, f.to + f.newLength, false))
            .call((cpu, f) -> f.shrink())
            .step((cpu, f) -> f.findVma(cpu))
            .when((cpu, f) -> !cpu.current().failed())
            .call((cpu, f) -> VmaLocks.startWrite(cpu, f.mm, f.va, f.va + f.length))
            // The neighbours, too: the new VMA may become part of one, and nobody may fault in it before it is filled.
            .call((cpu, f) -> VmaLocks.startWrite(cpu, f.mm, f.to - 1, f.to + f.newLength + 1))
            // The kernel takes this one where it links the VMA, moves a table, or moves entries back.
            .when((cpu, f) -> f.source().pfnMap())
            .lock(LOCK_I_MMAP_WRITE, (cpu, f) -> f.source().file())
            .end()
            .step((cpu, f) -> f.anonVma = f.mm.anonVmaRoot(f.source().anonVma()))
            .when((cpu, f) -> f.anonVma != 0)
            .lock(LOCK_ANON_VMA_WRITE, (cpu, f) -> f.anonVma)
            .end()
            .step((cpu, f) -> f.copyVma(cpu))
            .when((cpu, f) -> f.anonVma != 0)
            .unlock(LOCK_ANON_VMA_WRITE, (cpu, f) -> f.anonVma)
            .end()
            .call((cpu, f) -> f.move())
            .step((cpu, f) -> f.checkMove(cpu))
            .call((cpu, f) -> f.moveBack(cpu))
            .when((cpu, f) -> f.source().pfnMap())
            .unlock(LOCK_I_MMAP_WRITE, (cpu, f) -> f.source().file())
            .end()
            .when((cpu, f) -> f.keep && !cpu.current().failed())
            .step((cpu, f) -> f.dontunmapComplete(cpu))
            .end()
            .when((cpu, f) -> !f.keep || cpu.current().failed())
            .call((cpu, f) -> f.unmapSource(cpu))
            .end()
            .end()
            .build();

    private final Mm mm;
    private final long va;
    private final long to;
    private final long newLength;
    private final boolean keep;
    /** Bytes that move. */
    private long length;

    private long locked;
    /** Root of the family whose pages move; 0 for none. */
    private int anonVma;

    private @Nullable MovePageTables moving;

    MremapTo(Mm mm, long va, long length, long to, long newLength, boolean keep) {
        super(PROGRAM);
        this.mm = mm;
        this.va = va;
        this.length = length;
        this.to = to;
        this.newLength = newLength;
        this.keep = keep;
    }

    private @Nullable Frame shrink() {
        if (length <= newLength) {
            return null;
        }
        long oldEnd = va + length;
        length = newLength;
        return new DoMunmap(mm, va + newLength, oldEnd, false);
    }

    /** vma_to_resize. */
    private void findVma(Cpu cpu) {
        Vma vma = mm.find(va);
        if (vma == null) {
            cpu.current().fail(Errno.EFAULT);
        } else if (!mayMove(vma, length, keep)) {
            cpu.current().fail(Errno.EINVAL);
        } else if (va + length > vma.end() || !mayGrow(vma, length, newLength)) {
            cpu.current().fail(Errno.EFAULT);
        }
    }

    /**
     * Nothing of shared memory may be moved: that makes a second mapping of it. What no fault can bring back may not be
     * left behind empty.
     *
     * @param keep MREMAP_DONTUNMAP
     */
    static boolean mayMove(Vma vma, long length, boolean keep) {
        return (length > 0 || vma.has(VM_SHARED)) && !(keep && vma.pfnMap());
    }

    static boolean mayGrow(Vma vma, long length, long newLength) {
        return newLength <= length || !vma.has(VM_DONTEXPAND);
    }

    private Vma source() {
        return Objects.requireNonNull(mm.find(va), "the VMA that is moved");
    }

    private Vma target() {
        return Objects.requireNonNull(mm.find(to), "the VMA moved to");
    }

    private void copyVma(Cpu cpu) {
        Vma vma = source();
        int pageShift = mm.pageTable().format().shift(0);
        locked = vma.has(VM_LOCKED) ? newLength >>> pageShift : 0;
        Vmas.copy(cpu, mm, vma, vma.pgoff(va, pageShift), to, newLength);
    }

    private Frame move() {
        moving = new MovePageTables(mm, source(), va, target(), to, length);
        return moving;
    }

    private long moved() {
        return Objects.requireNonNull(moving, "nothing has been moved").moved();
    }

    private void checkMove(Cpu cpu) {
        if (moved() < length) {
            cpu.current().fail(Errno.ENOMEM);
        }
    }

    private @Nullable Frame moveBack(Cpu cpu) {
        return cpu.current().failed() ? new MovePageTables(mm, target(), to, source(), va, moved()) : null;
    }

    /** dontunmap_complete: the old VMA stays, without pages, and is locked no longer; what is locked stays as much. */
    private void dontunmapComplete(Cpu cpu) {
        Vma vma = source();
        if (vma.has(VM_LOCKED)) {
            long flags = vma.flags() & ~VM_LOCKED_MASK;
            cpu.record(VMA_FLAGS_CHANGED_FIELD_NUMBER, mm.id(), vma.start(), vma.length(), flags);
        }
        boolean apart = !vma.contains(to, to + newLength);
        if (apart && vma.start() == va && vma.end() == va + length && vma.anonVma() != 0) {
            Vmas.unlinkAnonVma(cpu, mm, source());
        }
    }

    /** unmap_source_vma; after a failure it is the new VMA that goes. */
    private Frame unmapSource(Cpu cpu) {
        if (locked > 0) {
            cpu.record(LOCKED_ADDED_FIELD_NUMBER, mm.id(), locked);
        }
        return cpu.current().failed()
                ? new DoMunmap(mm, to, to + newLength, false)
                : new DoMunmap(mm, va, va + length, false);
    }
}
