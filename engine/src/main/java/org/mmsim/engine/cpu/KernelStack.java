package org.mmsim.engine.cpu;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The kernel functions that a thread, or an interrupt, is in the middle of. */
final class KernelStack {
    private @Nullable Frame top;

    boolean isEmpty() {
        return top == null;
    }

    /** Whether the next step must see the time that earlier steps took, even in the middle of a lock hold. */
    boolean atBoundary() {
        Frame frame = innermost();
        return frame.program.boundaryAt(frame.step);
    }

    void push(Cpu cpu, Frame frame) {
        frame.caller = top;
        top = frame;
        frame.program.enter(cpu);
    }

    /** Takes the next step of the innermost function. */
    void step(Cpu cpu) {
        Frame frame = innermost();
        if (frame.step == frame.program.length()) {
            top = frame.caller;
            frame.program.leave(cpu);
        } else {
            frame.program.execute(cpu, this, frame);
        }
    }

    private Frame innermost() {
        return Objects.requireNonNull(top);
    }
}
