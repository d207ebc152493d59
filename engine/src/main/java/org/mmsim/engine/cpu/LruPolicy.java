package org.mmsim.engine.cpu;

/** Which lists reclaim keeps. */
public enum LruPolicy {
    MULTI_GEN("multi-gen", "the multi-generational LRU (CONFIG_LRU_GEN_ENABLED)"),
    CLASSIC("classic", "active and inactive lists");

    private final String label;
    private final String description;

    LruPolicy(String label, String description) {
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
