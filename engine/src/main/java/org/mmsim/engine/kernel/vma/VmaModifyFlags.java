package org.mmsim.engine.kernel.vma;

import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.mm.Mm;
import org.mmsim.protocol.KernelFunction;

/** vma_modify_flags. */
final class VmaModifyFlags extends Frame {
    private static final Program<VmaModifyFlags> PROGRAM = Program.<VmaModifyFlags>of(KernelFunction.no_function)
            .call((cpu, f) -> VmaLocks.startWrite(cpu, f.mm, f.from, f.to))
            .call((cpu, f) -> Vmas.splitHugeAtEnds(f.mm, f.from, f.to))
            .step((cpu, f) -> Vmas.changeFlags(cpu, f.mm, f.from, f.to, f.flags))
            .build();

    private final Mm mm;
    private final long from;
    private final long to;
    private final long flags;

    VmaModifyFlags(Mm mm, long from, long to, long flags) {
        super(PROGRAM);
        this.mm = mm;
        this.from = from;
        this.to = to;
        this.flags = flags;
    }
}
