package org.mmsim.scenarios.procfs;

import java.util.Arrays;
import org.mmsim.scenarios.procfs.PagemapEntry.Bit;

/** {@code /proc/PID/pagemap} for a range of addresses. */
public final class Pagemap {
    private final AddressSpaceView space;
    private final KernelVariant variant;
    private final long from;
    private final PagemapEntry[] entries;

    private Pagemap(AddressSpaceView space, KernelVariant variant, long from, int pages) {
        this.space = space;
        this.variant = variant;
        this.from = from;
        entries = new PagemapEntry[pages];
        Arrays.fill(entries, PagemapEntry.NONE);
    }

    /**
     * The entries of as many pages.
     *
     * @param from address of the first page
     */
    public static PagemapEntry[] of(AddressSpaceView space, KernelVariant variant, long from, int pages) {
        Pagemap pagemap = new Pagemap(space, variant, from, pages);
        for (VmaView vma : space.vmas()) {
            pagemap.vma(vma);
        }
        return pagemap.entries;
    }

    private void vma(VmaView vma) {
        long first = Math.max(0, (vma.start() - from) / space.pageBytes());
        long last = Math.min(entries.length, (vma.end() - from) / space.pageBytes());
        if (first >= last) {
            return;
        }
        space.leaves(from + first * space.pageBytes(), from + last * space.pageBytes(), this::leaf);
        for (int page = (int) first; vma.has(VmFlag.SOFTDIRTY) && page < last; page++) {
            entries[page] = entries[page].with(Bit.SOFT_DIRTY);
        }
    }

    /** pte_to_pagemap_entry, pagemap_pmd_range. */
    private void leaf(Leaf leaf) {
        int bits = variant.softDirty() && leaf.has(Leaf.Bit.SOFT_DIRTY) ? Bit.SOFT_DIRTY.mask() : 0;
        bits |= leaf.has(Leaf.Bit.UFFD_WP) ? Bit.UFFD_WP.mask() : 0;
        bits |= leaf.has(Leaf.Bit.GUARD) ? Bit.GUARD.mask() : 0;
        long first = (leaf.va() - from) / space.pageBytes();
        for (long i = Math.max(0, -first); i < leaf.pages() && first + i < entries.length; i++) {
            entries[(int) (first + i)] = entry(leaf, i, bits);
        }
    }

    private PagemapEntry entry(Leaf leaf, long index, int bits) {
        if (leaf.kind() != Leaf.Kind.PRESENT) {
            boolean file = leaf.kind() == Leaf.Kind.MIGRATION
                    && !space.frames().page(leaf.frame()).kind().isAnon();
            int all = bits | Bit.SWAP.mask() | (file ? Bit.FILE.mask() : 0);
            return new PagemapEntry(all, -1, leaf.swapType(), leaf.swapOffset() + index);
        }
        PagemapEntry entry = new PagemapEntry(bits | Bit.PRESENT.mask(), leaf.frame() + index, -1, 0);
        PageInfo page = space.frames().page(leaf.frame() + index);
        // Of a block the kernel takes the page whatever it is; a PTE must have a normal one.
        boolean known = page.kind().isNormal() || leaf.isBlock();
        if (known && !page.kind().isAnon()) {
            entry = entry.with(Bit.FILE);
        }
        PageInfo asked = leaf.isBlock() && variant.exclusiveOfFirstPage()
                ? space.frames().page(leaf.frame())
                : page;
        return known && asked.mapcount() == 1 ? entry.with(Bit.EXCLUSIVE) : entry;
    }
}
