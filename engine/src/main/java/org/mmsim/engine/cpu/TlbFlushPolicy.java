package org.mmsim.engine.cpu;

/** How a flush reaches the TLBs of other CPUs. */
public enum TlbFlushPolicy {
    KERNEL("kernel", "as the architecture's kernels have long done: x86 by IPI, arm64 and powerpc by broadcast"),
    INVLPGB("invlpgb", "x86: by INVLPGB for processes that run on more than 3 CPUs (6.15 on, where the CPU has it)"),
    LOCAL("local", "arm64: by instructions for this CPU only, where no other has run the process (proposed for 6.19)");

    private final String label;
    private final String description;

    TlbFlushPolicy(String label, String description) {
        this.label = label;
        this.description = description;
    }

    /** What it does, in a line. */
    public String description() {
        return description;
    }

    /** The name in scenarios. */
    public String label() {
        return label;
    }
}
