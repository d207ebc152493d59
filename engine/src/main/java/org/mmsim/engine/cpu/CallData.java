package org.mmsim.engine.cpu;

import org.mmsim.protocol.KernelFunction;

/** What the csds of a CPU that calls others carry: the function and its argument. */
public interface CallData {

    KernelFunction function();

    /** The function itself, on the CPU that was called. */
    void runOn(Cpu target);
}
