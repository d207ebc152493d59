package org.mmsim.engine.kernel.walk;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.folio.Folio;
import org.mmsim.engine.kernel.gup.Foll;
import org.mmsim.protocol.KernelFunction;

/** get_user_pages_fast of one page that does without faults. What it got a reference on is released after the hold. */
public final class GupFast extends Frame {
    private static final Program<GupFast> PROGRAM = Program.<GupFast>of(KernelFunction.get_user_pages_fast)
            .irqsOff()
            .call((cpu, f) -> f.leaf = new GupFastLeaf(f.va, 1, Foll.GET))
            .irqsOn()
            .when((cpu, f) -> f.leaf().pages() > 0)
            .step((cpu, f) -> cpu.spend(f.holdNs))
            .step((cpu, f) -> Folio.put(cpu, f.folio(cpu)))
            .end()
            .build();

    private final long va;
    private final long holdNs;
    private @Nullable GupFastLeaf leaf;

    /**
     * @param holdNs time between the look-up and the release
     */
    public GupFast(long va, long holdNs) {
        super(PROGRAM);
        this.va = va;
        this.holdNs = holdNs;
    }

    private GupFastLeaf leaf() {
        return Objects.requireNonNull(leaf, "nothing has been looked up");
    }

    private long folio(Cpu cpu) {
        return cpu.machine().folios().head(leaf().page());
    }
}
