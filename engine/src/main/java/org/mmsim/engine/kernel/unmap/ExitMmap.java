package org.mmsim.engine.kernel.unmap;

import static org.mmsim.protocol.Event.PROCESS_ENDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.VMA_UNMAPPED_FIELD_NUMBER;

import java.util.List;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.fault.HugeZero;
import org.mmsim.engine.kernel.table.Tables;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.protocol.KernelFunction;

/** exit_mmap and the end of the mm: every VMA, every page, every table. Nobody runs the mm any more. */
public final class ExitMmap extends Frame {
    private static final Program<ExitMmap> PROGRAM = Program.<ExitMmap>of(KernelFunction.exit_mmap)
            .step((cpu, f) -> f.detachVmas(cpu))
            .call((cpu, f) -> UnmapRegion.ofWhole(cpu, f.mm, f.vmas))
            .step((cpu, f) -> f.freeRoot(cpu))
            .build();

    private final Mm mm;
    private List<Vma> vmas = List.of();

    public ExitMmap(Mm mm) {
        super(PROGRAM);
        this.mm = mm;
    }

    private void detachVmas(Cpu cpu) {
        vmas = List.copyOf(mm.vmas().values());
        for (Vma vma : vmas) {
            cpu.record(VMA_UNMAPPED_FIELD_NUMBER, mm.id(), vma.start(), vma.end() - vma.start());
        }
    }

    private void freeRoot(Cpu cpu) {
        HugeZero.put(cpu, mm);
        Table root = mm.pageTable().root();
        cpu.follow(cpu.record(PROCESS_ENDED_FIELD_NUMBER, mm.id()));
        cpu.kernel().rcu().call(cpu, last -> Tables.free(last, mm, 0, root.level, root.address));
    }
}
