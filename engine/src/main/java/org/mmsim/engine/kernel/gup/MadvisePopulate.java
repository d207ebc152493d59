package org.mmsim.engine.kernel.gup;

import static org.mmsim.protocol.LockKind.LOCK_MMAP_READ;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.folio.Lru;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/** madvise with MADV_POPULATE_READ or MADV_POPULATE_WRITE (madvise_populate, faultin_page_range). */
public final class MadvisePopulate extends Frame {
    private static final Program<MadvisePopulate> PROGRAM = Program.<MadvisePopulate>of(KernelFunction.madvise_populate)
            .step((cpu, f) -> cpu.spend(CostId.SYSCALL))
            .lock(LOCK_MMAP_READ, (cpu, f) -> cpu.mm().id())
            .loop((cpu, f) -> f.from < f.to)
            .call((cpu, f) -> f.pages = f.faultinPageRange(cpu))
            .step((cpu, f) -> f.faultedIn(cpu))
            .end()
            .unlock(LOCK_MMAP_READ, (cpu, f) -> cpu.mm().id())
            .build();

    private final long to;
    private final int flags;
    private long from;
    private @Nullable GetUserPages pages;

    /**
     * @param write MADV_POPULATE_WRITE
     */
    public MadvisePopulate(long va, long length, boolean write) {
        super(PROGRAM);
        this.from = va;
        this.to = va + length;
        flags = Foll.TOUCH | Foll.MADV_POPULATE | (write ? Foll.WRITE : 0);
    }

    private GetUserPages faultinPageRange(Cpu cpu) {
        return new GetUserPages(
                cpu.mm(), from, to - from >>> cpu.machine().format().shift(0), flags, null);
    }

    private void faultedIn(Cpu cpu) {
        GetUserPages done = Objects.requireNonNull(pages, "nothing has been faulted in");
        Lru.drainAll(cpu);
        if (done.error() != 0) {
            cpu.current().fail(done.error());
            from = to;
        } else {
            from += done.done() << cpu.machine().format().shift(0);
        }
    }
}
