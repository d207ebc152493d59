package org.mmsim.engine.kernel.unmap;

import static org.mmsim.protocol.Event.MM_FLAG_SET_FIELD_NUMBER;

import java.util.List;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.folio.Lru;
import org.mmsim.engine.kernel.folio.Shmem;
import org.mmsim.engine.kernel.tlb.TlbFinishMmu;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.MmuGather;
import org.mmsim.engine.mm.Vma;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.protocol.MmFlag;

/**
 * unmap_region: unmap_vmas, free_pgtables, tlb_finish_mmu, for VMAs that are no longer in the tree. (That exit_mmap sets
 * MMF_OOM_SKIP is on record only where it matters here: drivers do not wait for the last flush of an exit.)
 */
public final class UnmapRegion extends Frame {
    private static final Program<UnmapRegion> PROGRAM = Program.<UnmapRegion>of(KernelFunction.unmap_region)
            .step((cpu, f) -> drain(cpu))
            .loop((cpu, f) -> f.next < f.vmas.size())
            .call((cpu, f) -> f.unmapVma())
            .end()
            .when((cpu, f) -> f.gather.fullMm() && f.vmas.stream().anyMatch(Vma::pfnMap))
            .step((cpu, f) -> cpu.record(MM_FLAG_SET_FIELD_NUMBER, f.mm.id(), MmFlag.MMF_OOM_SKIP_VALUE))
            .end()
            .call((cpu, f) -> new FreePgtables(f.mm, f.vmas, f.from, f.to, f.gather))
            .call((cpu, f) -> new TlbFinishMmu(f.mm, f.gather))
            .step((cpu, f) -> f.vmas.forEach(vma -> Shmem.releaseUnused(cpu, vma)))
            .build();

    private final Mm mm;
    private final List<Vma> vmas;
    private final long from;
    private final long to;
    private final MmuGather gather;
    private int next;

    private UnmapRegion(Mm mm, List<Vma> vmas, long from, long to, MmuGather gather) {
        super(PROGRAM);
        this.mm = mm;
        this.vmas = vmas;
        this.from = from;
        this.to = to;
        this.gather = gather;
    }

    /** Unmaps a range whose VMAs, given as they were, are no longer in the tree. */
    public static UnmapRegion of(Cpu cpu, Mm mm, List<Vma> vmas, long from, long to) {
        return new UnmapRegion(mm, vmas, from, to, TlbFinishMmu.gatherMmu(cpu, mm, false));
    }

    /** exit_mmap: unmaps everything. */
    static UnmapRegion ofWhole(Cpu cpu, Mm mm, List<Vma> vmas) {
        return new UnmapRegion(mm, vmas, 0, mm.pageTable().format().limit(), TlbFinishMmu.gatherMmu(cpu, mm, true));
    }

    /** lru_add_drain before pages are looked at, where the kernel still does that. */
    static void drain(Cpu cpu) {
        if (cpu.kernel().policies().zapDrains()) {
            Lru.drainAll(cpu);
        }
    }

    private Frame unmapVma() {
        Vma vma = vmas.get(next++);
        return new ZapPageRange(mm, vma, Math.max(from, vma.start()), Math.min(to, vma.end()), gather, false);
    }
}
