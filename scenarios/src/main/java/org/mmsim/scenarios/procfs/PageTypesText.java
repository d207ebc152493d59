package org.mmsim.scenarios.procfs;

import java.io.PrintWriter;
import org.mmsim.scenarios.procfs.PagemapEntry.Bit;

/** What the kernel's tool prints for {@code page-types -r -p PID -l -N}: runs of pages that are alike. */
public final class PageTypesText {
    private final PrintWriter out;
    private long page;
    private long frame;
    private long flags;
    private long count;

    private PageTypesText(PrintWriter out) {
        this.out = out;
    }

    /** Prints the pages in [from, to) that have an entry. */
    public static void print(AddressSpaceView space, KernelVariant variant, long from, long to, PrintWriter out) {
        out.println("voffset\toffset\tlen\tflags");
        PageTypesText text = new PageTypesText(out);
        PagemapRanges.forEach(space, variant, from, to, (va, entry) -> text.page(space, variant, va, entry));
        text.flush();
    }

    private void page(AddressSpaceView space, KernelVariant variant, long va, PagemapEntry entry) {
        long number = va / space.pageBytes();
        if (entry.has(Bit.PRESENT)) {
            add(number, entry.frame(), flags(space.frames().page(entry.frame()), entry, variant));
        } else if (entry.has(Bit.SWAP)) {
            add(number, entry.swapOffset(), overlay(entry));
        }
    }

    private static long flags(PageInfo info, PagemapEntry entry, KernelVariant variant) {
        long flags = StablePageFlags.of(info, variant) | overlay(entry);
        if (info.order() > 0) {
            boolean head = entry.frame() == info.head();
            flags |= (head ? PageFlag.COMPOUND_HEAD : PageFlag.COMPOUND_TAIL).mask();
        }
        if (PageFlag.ANON.in(flags) && PageFlag.OWNER_2.in(flags)) {
            flags ^= PageFlag.OWNER_2.mask() | PageFlag.ANON_EXCLUSIVE.mask();
        }
        return flags;
    }

    /** What the tool takes over from pagemap. */
    private static long overlay(PagemapEntry entry) {
        return (entry.has(Bit.SOFT_DIRTY) ? PageFlag.SOFTDIRTY.mask() : 0)
                | (entry.has(Bit.FILE) ? PageFlag.FILE.mask() : 0)
                | (entry.has(Bit.SWAP) ? PageFlag.SWAP.mask() : 0)
                | (entry.has(Bit.EXCLUSIVE) ? PageFlag.MMAP_EXCLUSIVE.mask() : 0);
    }

    private void add(long number, long offset, long newFlags) {
        if (count > 0 && newFlags == flags && number == page + count && offset == frame + count) {
            count++;
            return;
        }
        flush();
        page = number;
        frame = offset;
        flags = newFlags;
        count = 1;
    }

    private void flush() {
        if (count > 0) {
            out.println(Long.toHexString(page) + "\t" + Long.toHexString(frame) + "\t" + Long.toHexString(count) + "\t"
                    + PageFlag.letters(flags));
        }
        count = 0;
    }
}
