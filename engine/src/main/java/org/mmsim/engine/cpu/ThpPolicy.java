package org.mmsim.engine.cpu;

/** /sys/kernel/mm/transparent_hugepage/enabled. */
public enum ThpPolicy {
    ALWAYS("always", "faults take a huge page wherever one fits"),
    NEVER("never", "faults take base pages only");

    private final String label;
    private final String description;

    ThpPolicy(String label, String description) {
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
