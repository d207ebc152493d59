package org.mmsim.engine.kernel.unmap;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.vma.VmaLocks;
import org.mmsim.engine.kernel.vma.Vmas;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/** do_vmi_align_munmap, under mmap_lock for writing: VMAs are split at the ends, go, and their pages after them. */
public final class DoMunmap extends Frame {
    private static final Program<DoMunmap> PROGRAM = Program.<DoMunmap>of(KernelFunction.no_function)
            .step((cpu, f) -> f.vmas = f.mm.overlapping(f.from, f.to))
            .call((cpu, f) -> VmaLocks.startWrite(cpu, f.mm, f.from, f.to))
            .call((cpu, f) -> Vmas.splitHugeAtEnds(f.mm, f.from, f.to))
            .step((cpu, f) -> f.detachVmas(cpu))
            .when((cpu, f) -> f.downgrade)
            .step((cpu, f) -> cpu.downgradeMmapLock(f.mm.id()))
            .end()
            .call((cpu, f) -> f.unmapRegion(cpu))
            .build();

    private final Mm mm;
    private final long from;
    private final long to;
    private final boolean downgrade;
    private List<Vma> vmas = List.of();

    /**
     * @param downgrade whether mmap_lock is held for reading only while the pages go, and when this returns
     */
    public DoMunmap(Mm mm, long from, long to, boolean downgrade) {
        super(PROGRAM);
        this.mm = mm;
        this.from = from;
        this.to = to;
        this.downgrade = downgrade;
    }

    private void detachVmas(Cpu cpu) {
        if (vmas.isEmpty()) {
            return;
        }
        cpu.spend(CostId.VMA_UPDATE);
        Vmas.unmap(cpu, mm, from, to);
    }

    private @Nullable Frame unmapRegion(Cpu cpu) {
        return vmas.isEmpty() ? null : UnmapRegion.of(cpu, mm, vmas, from, to);
    }
}
