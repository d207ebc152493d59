package org.mmsim.engine.profile;

/** What some CPUs of an architecture have and others have not. */
public enum Feature {
    /** x86: TLB entries tagged by address space, so that a switch need not flush. */
    PCID("pcid"),
    /** x86: AMD's broadcast invalidation INVLPGB with TLBSYNC. */
    INVLPGB("invlpgb"),
    /** arm64 FEAT_TLBIRANGE: one TLBI for a range of pages. */
    TLBIRANGE("tlbirange");

    private final String label;

    Feature(String label) {
        this.label = label;
    }

    /** The name in profiles. */
    public String label() {
        return label;
    }
}
