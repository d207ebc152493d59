package org.mmsim.engine.kernel.unmap;

import static org.mmsim.engine.mm.VmFlags.VM_LOCKED;
import static org.mmsim.protocol.LockKind.LOCK_MMAP_READ;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.Errno;
import org.mmsim.engine.kernel.tlb.TlbFinishMmu;
import org.mmsim.engine.kernel.vma.Vmas;
import org.mmsim.engine.mm.MmuGather;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/**
 * madvise with MADV_DONTNEED: zap_page_range_single for every VMA of the range; locked ones and those of devices
 * refuse.
 */
public final class MadviseDontneed extends Frame {
    private static final Program<MadviseDontneed> PROGRAM = Program.<MadviseDontneed>of(
                    KernelFunction.madvise_dontneed_single_vma)
            .step((cpu, f) -> cpu.spend(CostId.SYSCALL))
            .lock(LOCK_MMAP_READ, (cpu, f) -> cpu.mm().id())
            .step((cpu, f) -> f.begin(cpu))
            .loop((cpu, f) -> f.next < f.vmas.size())
            .call((cpu, f) -> f.zap(cpu))
            .call((cpu, f) -> f.gather == null ? null : new TlbFinishMmu(cpu.mm(), f.gather))
            .end()
            .unlock(LOCK_MMAP_READ, (cpu, f) -> cpu.mm().id())
            .build();

    private final long from;
    private final long to;
    private final boolean locked;
    private List<Vma> vmas = List.of();
    private int next;
    private @Nullable MmuGather gather;

    /**
     * @param locked MADV_DONTNEED_LOCKED, which does not mind VM_LOCKED
     */
    public MadviseDontneed(long va, long length, boolean locked) {
        super(PROGRAM);
        this.from = va;
        this.to = va + length;
        this.locked = locked;
    }

    private void begin(Cpu cpu) {
        vmas = Vmas.walk(cpu, from, to);
    }

    private @Nullable Frame zap(Cpu cpu) {
        Vma vma = vmas.get(next++);
        gather = null;
        if (vma.pfnMap() || vma.has(VM_LOCKED) && !locked) {
            cpu.current().fail(Errno.EINVAL);
            next = vmas.size();
            return null;
        }
        UnmapRegion.drain(cpu);
        gather = TlbFinishMmu.gatherMmu(cpu, cpu.mm(), false);
        boolean reclaimTables = cpu.kernel().policies().reclaimTables();
        return new ZapPageRange(
                cpu.mm(), vma, Math.max(from, vma.start()), Math.min(to, vma.end()), gather, reclaimTables);
    }
}
