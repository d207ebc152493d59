package org.mmsim.engine.kernel;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/** io_uring_register with IORING_REGISTER_BUFFERS: all pages of a buffer are pinned for good, or none. */
public final class RegisterBuffer extends Frame {
    private static final Program<RegisterBuffer> PROGRAM = Program.<RegisterBuffer>of(
                    KernelFunction.io_sqe_buffers_register)
            .step((cpu, f) -> cpu.spend(CostId.SYSCALL))
            .call((cpu, f) -> f.gup = f.pinPages(cpu))
            .step((cpu, f) -> f.allOrNothing(cpu))
            .build();

    private final long va;
    private final long length;
    private final HeldPages held;
    private @Nullable GetUserPagesFast gup;

    /**
     * @param held of {@link HeldPages#pinned}, empty
     */
    public RegisterBuffer(long va, long length, HeldPages held) {
        super(PROGRAM);
        this.va = va;
        this.length = length;
        this.held = held;
    }

    private long pages(Cpu cpu) {
        return length >>> cpu.machine().format().shift(0);
    }

    private GetUserPagesFast pinPages(Cpu cpu) {
        return new GetUserPagesFast(cpu.machine().format(), va, pages(cpu), held);
    }

    private void allOrNothing(Cpu cpu) {
        GetUserPagesFast pinned = Objects.requireNonNull(gup, "nothing has been pinned");
        if (pinned.got() == pages(cpu)) {
            held.coalesce(cpu);
        } else {
            held.releaseAll(cpu);
            cpu.current().fail(pinned.error() == 0 ? Errno.EFAULT : pinned.error());
        }
    }
}
