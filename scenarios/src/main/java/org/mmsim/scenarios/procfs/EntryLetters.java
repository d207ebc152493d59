package org.mmsim.scenarios.procfs;

/** Bits of page-table entries as letters, from the words that the hardware reads. */
public enum EntryLetters {
    /** {@code V} present, {@code A} accessed, {@code W} writable, {@code D} dirty, {@code d} saved-dirty, … */
    X86_64("AWDdSUT", new int[] {5, 1, 6, 58, 9, 10, 11}, 8, 3, 2, 1),
    /** {@code V} valid, {@code A} access flag, {@code R} read-only, {@code W} DBM, {@code D} software dirty, … */
    ARM64("ARWDCSU", new int[] {10, 7, 51, 55, 52, 56, 58}, 11, 2, 3, -1);

    private final String letters;
    private final int[] bits;
    private final int presentInvalid;
    private final int swapExclusive;
    private final int swapUffdWp;
    private final int swapSoftDirty;

    EntryLetters(String letters, int[] bits, int presentInvalid, int swapExclusive, int swapUffdWp, int swapSoftDirty) {
        this.letters = letters;
        this.bits = bits;
        this.presentInvalid = presentInvalid;
        this.swapExclusive = swapExclusive;
        this.swapUffdWp = swapUffdWp;
        this.swapSoftDirty = swapSoftDirty;
    }

    /** The letters of an entry; empty if it is zero. */
    public String of(long entry) {
        if (entry == 0) {
            return "";
        }
        if (!bit(entry, 0) && !bit(entry, presentInvalid)) {
            return "swap"
                    + (bit(entry, swapExclusive) ? "x" : "")
                    + (bit(entry, swapUffdWp) ? "u" : "")
                    + (swapSoftDirty >= 0 && bit(entry, swapSoftDirty) ? "d" : "");
        }
        StringBuilder text = new StringBuilder(bit(entry, 0) ? "V" : "I");
        for (int i = 0; i < bits.length; i++) {
            if (bit(entry, bits[i])) {
                text.append(letters.charAt(i));
            }
        }
        return text.toString();
    }

    private static boolean bit(long word, int number) {
        return (word >>> number & 1) != 0;
    }
}
