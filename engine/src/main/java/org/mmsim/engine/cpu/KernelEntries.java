package org.mmsim.engine.cpu;

/** Where a CPU enters the kernel by itself. */
public interface KernelEntries {

    /** A new frame for the handler of interrupts; each CPU has one. */
    InterruptFrame interrupt();

    /** The end of a switch to another thread, or from idle to one, on the stack of the thread that comes in. */
    Frame contextSwitch(Cpu cpu, Task next);
}
