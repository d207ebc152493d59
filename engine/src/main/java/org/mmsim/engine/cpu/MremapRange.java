package org.mmsim.engine.cpu;

/** What one call of mremap may move. */
public enum MremapRange {
    ONE_VMA("one-vma", "a part of one VMA (up to 6.16)"),
    MANY_VMAS("many-vmas", "any number of VMAs with the gaps between them, as long as the size stays (6.17 on)");

    private final String label;
    private final String description;

    MremapRange(String label, String description) {
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
