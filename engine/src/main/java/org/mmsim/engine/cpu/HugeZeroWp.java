package org.mmsim.engine.cpu;

/** What a write to the huge zero page does. */
public enum HugeZeroWp {
    SPLIT("split", "the PMD is split and one page allocated (up to 6.12)"),
    MAP_THP("map-thp", "a huge page takes its place where one is allowed (6.13 on)");

    private final String label;
    private final String description;

    HugeZeroWp(String label, String description) {
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
