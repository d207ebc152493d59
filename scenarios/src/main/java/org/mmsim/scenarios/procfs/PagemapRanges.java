package org.mmsim.scenarios.procfs;

/** Goes through pagemap piece by piece, so that large mappings take little memory. */
final class PagemapRanges {
    private static final int PIECE_PAGES = 1 << 15;

    private PagemapRanges() {}

    /** Takes the entry of a page. */
    @FunctionalInterface
    interface Visitor {
        void page(long va, PagemapEntry entry);
    }

    /** Visits the pages of all mappings in [from, to). */
    static void forEach(AddressSpaceView space, KernelVariant variant, long from, long to, Visitor visitor) {
        for (VmaView vma : space.vmas()) {
            long end = Math.min(to, vma.end());
            for (long va = Math.max(from, vma.start()); va < end; va += PIECE_PAGES * space.pageBytes()) {
                int pages = (int) Math.min(PIECE_PAGES, (end - va + space.pageBytes() - 1) / space.pageBytes());
                PagemapEntry[] entries = Pagemap.of(space, variant, va, pages);
                for (int i = 0; i < pages; i++) {
                    visitor.page(va + i * space.pageBytes(), entries[i]);
                }
            }
        }
    }
}
