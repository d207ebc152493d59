package org.mmsim.engine.kernel.unmap;

import static org.mmsim.engine.mm.VmFlags.VM_OF_DEVICE;
import static org.mmsim.engine.mm.VmFlags.VM_SHARED;
import static org.mmsim.protocol.LockKind.LOCK_I_MMAP_READ;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.tlb.TlbFinishMmu;
import org.mmsim.engine.memory.DeviceMemory;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.MmuGather;
import org.mmsim.engine.mm.Vma;
import org.mmsim.protocol.KernelFunction;

/**
 * unmap_mapping_range over the whole of a device's file: the entries of every mapping go that its i_mmap still has. A
 * range that is not there any more has been flushed before it was unlinked, or is not found here at all.
 */
public final class UnmapMappingRange extends Frame {
    private static final Program<UnmapMappingRange> PROGRAM = Program.<UnmapMappingRange>of(
                    KernelFunction.unmap_mapping_range)
            .lock(LOCK_I_MMAP_READ, (cpu, f) -> f.device)
            .step((cpu, f) -> f.mappings = cpu.machine().devices().mappings(f.device))
            .loop((cpu, f) -> f.next < f.mappings.size())
            .call((cpu, f) -> f.unmapVma(cpu))
            .call((cpu, f) -> f.finish)
            .end()
            .unlock(LOCK_I_MMAP_READ, (cpu, f) -> f.device)
            .build();

    private final int device;
    private List<DeviceMemory.Mapping> mappings = List.of();
    private int next;
    private @Nullable TlbFinishMmu finish;

    /**
     * @param device number of its file
     */
    public UnmapMappingRange(int device) {
        super(PROGRAM);
        this.device = device;
    }

    /** unmap_mapping_range_vma, zap_page_range_single. */
    private Frame unmapVma(Cpu cpu) {
        DeviceMemory.Mapping mapping = mappings.get(next++);
        Mm owner = cpu.machine().mm(mapping.mm());
        MmuGather gather = TlbFinishMmu.gatherMmu(cpu, owner, false);
        finish = new TlbFinishMmu(owner, gather);
        Vma vma = new Vma(mapping.from(), mapping.to(), VM_OF_DEVICE | VM_SHARED, 0, 0, device);
        return new ZapPageRange(owner, vma, vma.start(), vma.end(), gather, false);
    }
}
