package org.mmsim.engine.cpu;

/** The handler of an interrupt. Each CPU has one frame for it, since handlers do not nest. */
public abstract class InterruptFrame extends Frame {

    protected InterruptFrame(Program<?> program) {
        super(program);
    }

    /**
     * Makes the frame ready for another interrupt.
     *
     * @param wakeNs time that leaving the idle state takes before the handler begins
     */
    protected abstract void prepare(long wakeNs);
}
