package org.mmsim.engine.cpu;

/** Whether a walk over page-table entries takes the entries of a large folio together. */
public enum Batching {
    PER_PTE("per-pte", "one entry after another"),
    BATCHED("batched", "all neighbouring entries of a large folio at once");

    private final String label;
    private final String description;

    Batching(String label, String description) {
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
