package org.mmsim.engine.cpu;

/** When a CPU leaves mm_cpumask. */
public enum CpumaskPolicy {
    NEVER_CLEARED("never-cleared", "a CPU that ever ran the mm stays in the mask (powerpc up to 5.9)"),
    AT_SWITCH("at-switch", "a CPU leaves the mask when it switches to another mm (x86 up to 6.13)"),
    TRIMMED("trimmed", "a CPU leaves the mask when a flush finds that it does not run the mm (x86, 6.14 on)"),
    LAZY("lazy", "a CPU that does not run the mm leaves the mask when a serialising call reaches it (5.10 on)");

    private final String label;
    private final String description;

    CpumaskPolicy(String label, String description) {
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
