package org.mmsim.engine.cpu;

/** One kernel function under way: its program, the step it is at, and (in subclasses) its variables. */
public abstract class Frame {
    final Program<?> program;
    int step;
    Frame caller;

    protected Frame(Program<?> program) {
        this.program = program;
    }

    /** Makes a finished frame ready to run again. */
    protected final void rewind() {
        step = 0;
    }
}
