package org.mmsim.engine.kernel.fault;

import static org.mmsim.protocol.Event.PAGES_READ_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PAGES_WRITTEN_FIELD_NUMBER;

import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Mmu;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.Errno;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/** User code that reads or writes one address every so many bytes, faulting where the hardware cannot go on. */
public final class Touch extends Frame {
    /** Accesses that hit the TLB in a row before others may run, where steps are coarse. */
    private static final int BURST = 512;

    private static final Program<Touch> PROGRAM = Program.<Touch>of(KernelFunction.no_function)
            .loop((cpu, f) -> f.cursor < f.end)
            .step((cpu, f) -> f.access(cpu))
            .when((cpu, f) -> f.faulted)
            .call((cpu, f) -> f.fault = new UserAddrFault(f.cursor, f.write))
            .step((cpu, f) -> f.afterFault(cpu))
            .end()
            .end()
            .build();

    private final long end;
    private final long stride;
    private final boolean write;
    private final int content;
    private final boolean survivesSignals;
    private long cursor;
    private boolean faulted;
    private @Nullable UserAddrFault fault;
    /** Frame that the last access reached. */
    private long frame;

    /**
     * @param content what a write leaves in each page, 0 to 65535
     * @param survivesSignals whether a signal handler goes on behind an access that fails; else the operation ends
     */
    public Touch(long va, long length, long stride, boolean write, int content, boolean survivesSignals) {
        super(PROGRAM);
        this.cursor = va;
        this.end = va + length;
        this.stride = stride;
        this.write = write;
        this.content = content;
        this.survivesSignals = survivesSignals;
    }

    /** Accesses that reach neighbouring pages in a row, and find the same there, become one fact. */
    private void access(Cpu cpu) {
        faulted = false;
        long pageBytes = cpu.machine().format().span(0);
        int left = cpu.kernel().fine() ? 1 : BURST;
        long first = cursor;
        long firstFrame = 0;
        long pages = 0;
        int found = 0;
        while (left-- > 0 && cursor < end && !faulted) {
            frame = cpu.mmu().translate(cursor, write);
            faulted = frame == Mmu.FAULT;
            if (faulted) {
                break;
            }
            cpu.spend(CostId.ACCESS);
            int now = write ? content : cpu.machine().folios().content(frame) & 0xFFFF;
            boolean goesOn = pages > 0 && stride == pageBytes && frame == firstFrame + pages && now == found;
            if (!goesOn) {
                record(cpu, first, firstFrame, pages, found);
                first = cursor;
                firstFrame = frame;
                pages = 0;
                found = now;
            }
            pages++;
            cursor += stride;
        }
        record(cpu, first, firstFrame, pages, found);
    }

    private void record(Cpu cpu, long va, long firstFrame, long pages, int found) {
        if (pages > 0) {
            int type = write ? PAGES_WRITTEN_FIELD_NUMBER : PAGES_READ_FIELD_NUMBER;
            cpu.record(type, va, firstFrame, pages, found);
        }
    }

    private void afterFault(Cpu cpu) {
        if (fault == null || fault.signal() == 0) {
            return;
        }
        cpu.current().fail(fault.signal() == Signals.SIGKILL ? Errno.ENOMEM : Errno.EFAULT);
        cursor = survivesSignals ? cursor + stride : end;
    }
}
