package org.mmsim.scenarios.procfs;

/**
 * An entry of a page table that is not empty and leads to no other table.
 *
 * @param va first address that it stands for
 * @param pages base pages that it stands for; more than one is a block
 * @param frame of its first page if it is present, or of the page that a migration entry means
 * @param bits sets of {@link Bit}
 * @param swapType which swap device, or the kind of another entry that is not present
 * @param swapOffset place on the device, or the value of that entry
 * @param swapUsers how many entries of all processes hold the swap entry
 */
public record Leaf(long va, long pages, Kind kind, long frame, int bits, int swapType, long swapOffset, int swapUsers) {

    /** What an entry is. */
    public enum Kind {
        PRESENT,
        SWAP,
        MIGRATION,
        /** What is kept about a page that is not there. */
        MARKER
    }

    /** What an entry says about its pages. */
    public enum Bit {
        YOUNG,
        DIRTY,
        SOFT_DIRTY,
        UFFD_WP,
        /** Of a marker: a guard region. */
        GUARD;

        /** The bit as a set. */
        public int mask() {
            return 1 << ordinal();
        }
    }

    boolean has(Bit bit) {
        return (bits & bit.mask()) != 0;
    }

    /** Whether it stands for more than a base page. */
    public boolean isBlock() {
        return pages > 1;
    }
}
