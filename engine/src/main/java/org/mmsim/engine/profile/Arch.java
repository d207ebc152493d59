package org.mmsim.engine.profile;

/** Architectures whose page tables and TLB maintenance the engine knows. */
public enum Arch {
    POWERPC_BOOK3S64_RADIX("powerpc-book3s64-radix");

    private final String label;

    Arch(String label) {
        this.label = label;
    }

    /** The name in profiles. */
    public String label() {
        return label;
    }
}
