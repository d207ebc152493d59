package org.mmsim.engine.cpu;

/** What a page fault takes to keep the VMA from changing. */
public enum FaultLock {
    MMAP("mmap-lock", "mmap_lock for reading (up to 6.3)"),
    VMA("vma-lock", "the lock of the VMA, and mmap_lock only while the VMA is being changed (6.4 on)");

    private final String label;
    private final String description;

    FaultLock(String label, String description) {
        this.label = label;
        this.description = description;
    }

    /** The name in scenarios. */
    public String label() {
        return label;
    }

    /** What it does, in a line. */
    public String description() {
        return description;
    }
}
