package org.mmsim.engine.cpu;

import org.jspecify.annotations.Nullable;

/** One kernel function under way: its program, the step it is at, and (in subclasses) its variables. */
public abstract class Frame {
    final Program<?> program;
    int step;

    @Nullable
    Frame caller;

    protected Frame(Program<?> program) {
        this.program = program;
    }

    /** Makes a finished frame ready to run again. */
    protected final void rewind() {
        step = 0;
    }
}
