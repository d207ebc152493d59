package org.mmsim.engine.kernel.gup;

import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.Errno;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/** io_uring_register with IORING_REGISTER_BUFFERS: the buffer is pinned, and pins of large folios are coalesced. */
public final class RegisterBuffer extends Frame {
    private static final Program<RegisterBuffer> PROGRAM = Program.<RegisterBuffer>of(
                    KernelFunction.io_sqe_buffers_register)
            .step((cpu, f) -> cpu.spend(CostId.SYSCALL))
            .call((cpu, f) -> f.pin(cpu))
            .step((cpu, f) -> f.held.coalesce(cpu))
            .build();

    private final long va;
    private final long length;
    private final HeldPages held;

    /**
     * @param held of {@link HeldPages#pinned} for writing, empty
     */
    public RegisterBuffer(long va, long length, HeldPages held) {
        super(PROGRAM);
        this.va = va;
        this.length = length;
        this.held = held;
    }

    /** A buffer of no bytes is a bad address (io_buffer_validate). */
    private @Nullable Frame pin(Cpu cpu) {
        if (length == 0) {
            cpu.current().fail(Errno.EFAULT);
            return null;
        }
        return new PinUserPages(va, length, held);
    }
}
