package org.mmsim.engine.kernel.gup;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.Errno;
import org.mmsim.protocol.KernelFunction;

/** pin_user_pages_fast with FOLL_LONGTERM, as drivers use it for a buffer: all pages are pinned, or none. */
public final class PinUserPages extends Frame {
    private static final Program<PinUserPages> PROGRAM = Program.<PinUserPages>of(KernelFunction.pin_user_pages)
            .call((cpu, f) -> f.gup = f.pin(cpu))
            .step((cpu, f) -> f.allOrNothing(cpu))
            .build();

    private final long va;
    private final long length;
    private final HeldPages held;
    private @Nullable GetUserPagesFast gup;

    /**
     * @param held of {@link HeldPages#pinned}, empty
     */
    public PinUserPages(long va, long length, HeldPages held) {
        super(PROGRAM);
        this.va = va;
        this.length = length;
        this.held = held;
    }

    private long pages(Cpu cpu) {
        return length >>> cpu.machine().format().shift(0);
    }

    private GetUserPagesFast pin(Cpu cpu) {
        return new GetUserPagesFast(cpu.machine().format(), va, pages(cpu), held);
    }

    private void allOrNothing(Cpu cpu) {
        GetUserPagesFast pinned = Objects.requireNonNull(gup, "nothing has been pinned");
        if (pinned.got() < pages(cpu)) {
            held.releaseAll(cpu);
            cpu.current().fail(pinned.error() == 0 ? Errno.EFAULT : pinned.error());
        }
    }
}
