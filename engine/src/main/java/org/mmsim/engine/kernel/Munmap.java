package org.mmsim.engine.kernel;

import static org.mmsim.protocol.LockKind.LOCK_MMAP_READ;
import static org.mmsim.protocol.LockKind.LOCK_MMAP_WRITE;

import java.util.List;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/**
 * munmap (__do_munmap): the VMAs go under mmap_lock for writing, the pages under it for reading, so
 * that faults elsewhere in the process can proceed meanwhile.
 */
public final class Munmap extends Frame {
    private static final Program<Munmap> PROGRAM = Program.<Munmap>of(KernelFunction.do_syscall_munmap)
            .step((cpu, f) -> cpu.spend(CostId.SYSCALL))
            .lock(LOCK_MMAP_WRITE, (cpu, f) -> cpu.mm().id())
            .step((cpu, f) -> f.detachVmas(cpu))
            .step((cpu, f) -> cpu.downgradeMmapLock(cpu.mm().id()))
            .call((cpu, f) -> UnmapRegion.of(cpu, cpu.mm(), f.vmas, f.va, f.va + f.length))
            .unlock(LOCK_MMAP_READ, (cpu, f) -> cpu.mm().id())
            .build();

    private final long va;
    private final long length;
    private List<Vma> vmas = List.of();

    public Munmap(long va, long length) {
        super(PROGRAM);
        this.va = va;
        this.length = length;
    }

    private void detachVmas(Cpu cpu) {
        cpu.spend(CostId.VMA_UPDATE);
        Mm mm = cpu.mm();
        vmas = mm.overlapping(va, va + length);
        Vmas.unmap(cpu, mm, va, va + length);
    }
}
