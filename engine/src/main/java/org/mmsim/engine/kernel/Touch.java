package org.mmsim.engine.kernel;

import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.pagetable.PageTable;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/** User code that writes to one address every so many bytes, faulting where nothing is mapped. */
public final class Touch extends Frame {
    /** Accesses that hit the TLB in a row before others may run, where steps are coarse. */
    private static final int BURST = 512;

    private static final Program<Touch> PROGRAM = Program.<Touch>of(KernelFunction.no_function)
            .loop((cpu, f) -> f.cursor < f.end)
            .step((cpu, f) -> f.access(cpu))
            .when((cpu, f) -> f.faulted)
            .call((cpu, f) -> new UserAddrFault(f.cursor))
            .step((cpu, f) -> f.giveUpAfterSignal(cpu))
            .end()
            .end()
            .build();

    private final long end;
    private final long stride;
    private long cursor;
    private boolean faulted;

    public Touch(long va, long length, long stride) {
        super(PROGRAM);
        this.cursor = va;
        this.end = va + length;
        this.stride = stride;
    }

    private void access(Cpu cpu) {
        faulted = false;
        int left = cpu.kernel().fine() ? 1 : BURST;
        while (left-- > 0 && cursor < end) {
            if (!translate(cpu)) {
                faulted = true;
                return;
            }
            cpu.spend(CostId.ACCESS);
            cursor += stride;
        }
    }

    /** The MMU: a hit, or a walk that fills the TLB, or a fault. */
    private boolean translate(Cpu cpu) {
        Mm mm = cpu.mm();
        if (cpu.machine().tlb(cpu.index()).lookup(mm.id(), cursor) != 0) {
            return true;
        }
        cpu.spend(CostId.TLB_WALK);
        PageTable pageTable = mm.pageTable();
        long leaf = pageTable.leaf(cursor);
        if (!pageTable.format().valid(leaf)) {
            return false;
        }
        cpu.tlb().fill(mm.id(), cursor, pageTable.leafLevel(cursor), leaf);
        return true;
    }

    private void giveUpAfterSignal(Cpu cpu) {
        if (cpu.current().failed()) {
            cursor = end;
        }
    }
}
