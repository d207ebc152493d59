package org.mmsim.engine.kernel.unmap;

import static org.mmsim.protocol.LockKind.LOCK_MMAP_READ;
import static org.mmsim.protocol.LockKind.LOCK_MMAP_WRITE;

import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.Errno;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/**
 * munmap (__do_munmap): the VMAs go under mmap_lock for writing, the pages under it for reading, so
 * that faults elsewhere in the process can proceed meanwhile.
 */
public final class Munmap extends Frame {
    private static final Program<Munmap> PROGRAM = Program.<Munmap>of(KernelFunction.do_syscall_munmap)
            .step((cpu, f) -> cpu.spend(CostId.SYSCALL))
            .when((cpu, f) -> f.length > 0)
            .lock(LOCK_MMAP_WRITE, (cpu, f) -> cpu.mm().id())
            .call((cpu, f) -> new DoMunmap(cpu.mm(), f.va, f.va + f.length, true))
            .unlock(LOCK_MMAP_READ, (cpu, f) -> cpu.mm().id())
            .end()
            .when((cpu, f) -> f.length == 0)
            .step((cpu, f) -> cpu.current().fail(Errno.EINVAL))
            .end()
            .build();

    private final long va;
    private final long length;

    public Munmap(long va, long length) {
        super(PROGRAM);
        this.va = va;
        this.length = length;
    }
}
