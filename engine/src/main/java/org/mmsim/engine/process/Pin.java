package org.mmsim.engine.process;

import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.gup.HeldPages;
import org.mmsim.engine.kernel.gup.PinUserPages;
import org.mmsim.engine.kernel.gup.RegisterBuffer;
import org.mmsim.engine.kernel.gup.Vmsplice;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.workload.Op;
import org.mmsim.protocol.KernelFunction;

/** Gets pages for a process to hold, and gives it a handle if there were any. */
final class Pin extends Frame {
    private static final Program<Pin> PROGRAM = Program.<Pin>of(KernelFunction.no_function)
            .call((cpu, f) -> f.lookUp(cpu.machine().format()))
            .step((cpu, f) -> f.open(cpu.current().failed()))
            .build();

    private final Op.Pin op;
    private final int process;
    private final Handles handles;
    private final HeldPages pages;

    Pin(Op.Pin op, int process, Handles handles) {
        super(PROGRAM);
        this.op = op;
        this.process = process;
        this.handles = handles;
        pages = op.pin() ? HeldPages.pinned(op.write()) : HeldPages.referenced();
    }

    private Frame lookUp(PageTableFormat format) {
        if (!op.pin()) {
            return new Vmsplice(format, op.va(), op.length(), pages);
        }
        return op.write()
                ? new RegisterBuffer(op.va(), op.length(), pages)
                : new PinUserPages(op.va(), op.length(), pages);
    }

    private void open(boolean failed) {
        if (!failed) {
            handles.open(process, op.handle(), pages, op.pin());
        }
    }
}
