package org.mmsim.engine.cpu;

import org.mmsim.protocol.KernelFunction;

/** What the csds of a CPU that calls others carry: the function and its argument. */
public interface CallData {

    KernelFunction function();

    /** Whether the target has to be called at all (the cond of smp_call_function_many_cond). */
    default boolean wants(Cpu target) {
        return true;
    }

    /** Whether the caller may go on before the function has run. */
    default boolean mayAcknowledgeEarly() {
        return false;
    }

    /** The function itself, on the CPU that was called. */
    void runOn(Cpu target);
}
