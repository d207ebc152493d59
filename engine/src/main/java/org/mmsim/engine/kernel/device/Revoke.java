package org.mmsim.engine.kernel.device;

import static org.mmsim.protocol.Event.DEVICE_PAGES_REMOVED_FIELD_NUMBER;

import java.util.List;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.folio.Folio;
import org.mmsim.engine.kernel.unmap.UnmapMappingRange;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/**
 * A driver takes its device's memory back, as for a power-down or for another user: later mappings get other pages,
 * those that exist lose theirs, and then the pages go back to the page allocator. That nothing uses them any more is
 * what unmap_mapping_range has promised: no count would tell.
 */
public final class Revoke extends Frame {
    private static final Program<Revoke> PROGRAM = Program.<Revoke>of(KernelFunction.no_function)
            .step((cpu, f) -> cpu.spend(CostId.SYSCALL))
            .step((cpu, f) -> f.takePages(cpu))
            .call((cpu, f) -> new UnmapMappingRange(f.device))
            .loop((cpu, f) -> f.next < f.pages.size())
            .step((cpu, f) -> Folio.put(cpu, f.pages.get(f.next++)))
            .end()
            .build();

    private final int device;
    private List<Long> pages = List.of();
    private int next;

    /**
     * @param device number of its file
     */
    public Revoke(int device) {
        super(PROGRAM);
        this.device = device;
    }

    private void takePages(Cpu cpu) {
        pages = List.copyOf(cpu.machine().devices().pages(device).values());
        cpu.record(DEVICE_PAGES_REMOVED_FIELD_NUMBER, device);
    }
}
