package org.mmsim.scenarios.procfs;

/**
 * An entry of {@code /proc/PID/pagemap}.
 *
 * @param bits set of {@link Bit}
 * @param frame of a present page, else −1
 * @param swapType of a page that is not present but has an entry, else −1
 */
public record PagemapEntry(int bits, long frame, int swapType, long swapOffset) {

    /** Of a page without an entry. */
    public static final PagemapEntry NONE = new PagemapEntry(0, -1, -1, 0);

    /** Bits of an entry, in the order in which recordings have their letters. */
    public enum Bit {
        PRESENT('P'),
        SWAP('S'),
        FILE('F'),
        EXCLUSIVE('X'),
        UFFD_WP('W'),
        SOFT_DIRTY('D'),
        GUARD('G');

        private final char letter;

        Bit(char letter) {
            this.letter = letter;
        }

        int mask() {
            return 1 << ordinal();
        }
    }

    /** Whether a bit is set. */
    public boolean has(Bit bit) {
        return (bits & bit.mask()) != 0;
    }

    PagemapEntry with(Bit bit) {
        return new PagemapEntry(bits | bit.mask(), frame, swapType, swapOffset);
    }

    /** {@code PXD}. */
    public String letters() {
        StringBuilder letters = new StringBuilder();
        for (Bit bit : Bit.values()) {
            if (has(bit)) {
                letters.append(bit.letter);
            }
        }
        return letters.toString();
    }
}
