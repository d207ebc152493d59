package org.mmsim.engine.profile;

/** Architectures whose page tables and TLB maintenance the engine knows. */
public enum Arch {
    POWERPC_BOOK3S64_RADIX("powerpc-book3s64-radix"),
    X86_64("x86-64"),
    ARM64("arm64"),
    /** arm64 whose page-table walker leaves access flag and dirty state to software, such as Cortex-A72. */
    ARM64_WITHOUT_HAFDBS("arm64-no-hafdbs");

    private final String label;

    Arch(String label) {
        this.label = label;
    }

    /** The name in profiles. */
    public String label() {
        return label;
    }
}
