package org.mmsim.engine.kernel.gup;

import static org.mmsim.protocol.Event.OPERATION_COUNTED_FIELD_NUMBER;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/** vmsplice of memory into a pipe with room for all of it: the pipe holds references, and the pages are counted. */
public final class Vmsplice extends Frame {
    /** Pages that iter_to_pipe looks up at once. */
    private static final int PAGES_AT_ONCE = 16;

    private static final Program<Vmsplice> PROGRAM = Program.<Vmsplice>of(KernelFunction.vmsplice_to_pipe)
            .step((cpu, f) -> cpu.spend(CostId.SYSCALL))
            .loop((cpu, f) -> f.cursor < f.end)
            .call((cpu, f) -> f.gup = f.getPages())
            .step((cpu, f) -> f.spliced(cpu))
            .end()
            .step((cpu, f) -> f.count(cpu))
            .build();

    private final PageTableFormat format;
    private final long end;
    private final HeldPages held;
    private long cursor;
    private @Nullable GetUserPagesFast gup;

    /**
     * @param held of {@link HeldPages#referenced}, empty
     */
    public Vmsplice(PageTableFormat format, long va, long length, HeldPages held) {
        super(PROGRAM);
        this.format = format;
        this.cursor = va;
        this.end = va + length;
        this.held = held;
    }

    private GetUserPagesFast getPages() {
        long pages = Math.min(PAGES_AT_ONCE, end - cursor >>> format.shift(0));
        return new GetUserPagesFast(format, cursor, pages, held);
    }

    private void spliced(Cpu cpu) {
        GetUserPagesFast found = Objects.requireNonNull(gup, "nothing has been looked up");
        if (found.got() > 0) {
            cursor += found.got() * format.span(0);
        } else {
            cursor = end;
            if (held.count() == 0) {
                cpu.current().fail(found.error());
            }
        }
    }

    private void count(Cpu cpu) {
        if (held.count() > 0) {
            cpu.record(OPERATION_COUNTED_FIELD_NUMBER, cpu.current().thread(), held.count());
        }
    }
}
