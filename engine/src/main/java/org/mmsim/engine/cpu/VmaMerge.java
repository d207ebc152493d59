package org.mmsim.engine.cpu;

import org.mmsim.engine.mm.Vma;

/** When two VMAs that are alike otherwise may become one although only one has private pages (is_mergeable_anon_vma). */
public enum VmaMerge {
    INTO_FAULTED("into-faulted", "only a VMA without private pages, into a neighbour that has some (up to 6.14)") {
        @Override
        public boolean anonVmasAllow(Vma neighbour, Vma vma) {
            boolean ownPages = neighbour.anonVma() != 0 && !neighbour.forked();
            return neighbour.anonVma() == vma.anonVma() || vma.anonVma() == 0 && ownPages;
        }
    },
    EITHER_WAY("either-way", "whichever of the two has private pages (6.15 on)") {
        @Override
        public boolean anonVmasAllow(Vma neighbour, Vma vma) {
            boolean oneHasNone = neighbour.anonVma() == 0 || vma.anonVma() == 0;
            return neighbour.anonVma() == vma.anonVma() || oneHasNone && !neighbour.forked() && !vma.forked();
        }
    };

    private final String label;
    private final String description;

    VmaMerge(String label, String description) {
        this.label = label;
        this.description = description;
    }

    /**
     * Whether the private pages stand in the way of a merge.
     *
     * @param neighbour what is there already
     * @param vma what is new or changed
     */
    public abstract boolean anonVmasAllow(Vma neighbour, Vma vma);

    /** The name in scenarios. */
    public String label() {
        return label;
    }

    /** What it does, in a line. */
    public String description() {
        return description;
    }
}
