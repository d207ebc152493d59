package org.mmsim.scenarios.procfs;

import java.io.PrintWriter;
import org.mmsim.scenarios.procfs.PagemapEntry.Bit;

/** {@code /proc/PID/pagemap} as text: address, entry as the file has it, and the letters of its bits. */
public final class PagemapText {
    private static final int SWAP_TYPE_BITS = 5;

    private PagemapText() {}

    /** Prints the entries for [from, to) that are not zero, one a line. */
    public static void print(AddressSpaceView space, KernelVariant variant, long from, long to, PrintWriter out) {
        PagemapRanges.forEach(space, variant, from, to, (va, entry) -> {
            if (entry.bits() != 0) {
                out.println(
                        "0x" + Long.toHexString(va) + " 0x" + Long.toHexString(word(entry)) + " " + entry.letters());
            }
        });
    }

    /** The eight bytes of the file. */
    private static long word(PagemapEntry entry) {
        long frame = entry.has(Bit.PRESENT)
                ? entry.frame()
                : entry.has(Bit.SWAP) ? entry.swapType() | entry.swapOffset() << SWAP_TYPE_BITS : 0;
        return frame
                | bit(entry, Bit.SOFT_DIRTY, 55)
                | bit(entry, Bit.EXCLUSIVE, 56)
                | bit(entry, Bit.UFFD_WP, 57)
                | bit(entry, Bit.GUARD, 58)
                | bit(entry, Bit.FILE, 61)
                | bit(entry, Bit.SWAP, 62)
                | bit(entry, Bit.PRESENT, 63);
    }

    private static long bit(PagemapEntry entry, Bit bit, int number) {
        return entry.has(bit) ? 1L << number : 0;
    }
}
