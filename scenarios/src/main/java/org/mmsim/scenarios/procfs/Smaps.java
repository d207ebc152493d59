package org.mmsim.scenarios.procfs;

import java.util.EnumMap;
import java.util.Map;
import org.mmsim.scenarios.procfs.Leaf.Bit;

/** The amounts that smaps gives for one mapping (struct mem_size_stats). */
public final class Smaps {
    /** Parts of a byte that proportional amounts are counted in. */
    private static final int PSS_SHIFT = 12;

    private final AddressSpaceView space;
    private final boolean locked;
    private final Map<SmapsField, Long> amounts = new EnumMap<>(SmapsField.class);

    private Smaps(AddressSpaceView space, boolean locked) {
        this.space = space;
        this.locked = locked;
    }

    /** Goes through a mapping (smap_gather_stats). */
    public static Smaps of(AddressSpaceView space, VmaView vma) {
        Smaps smaps = new Smaps(space, vma.has(VmFlag.LOCKED));
        smaps.add(SmapsField.SWAP, vma.shmemSwapBytes());
        space.leaves(vma.start(), vma.end(), smaps::entry);
        return smaps;
    }

    /** An amount in KiB. */
    public long kb(SmapsField field) {
        long amount = amounts.getOrDefault(field, 0L);
        return (field.isProportional() ? amount >> PSS_SHIFT : amount) >> 10;
    }

    /** smaps_pte_entry, smaps_pmd_entry. */
    private void entry(Leaf leaf) {
        switch (leaf.kind()) {
            case PRESENT -> {
                PageInfo page = space.frames().page(leaf.frame());
                switch (page.kind()) {
                    case ANON, KSM, FILE -> {
                        if (leaf.isBlock()) {
                            add(hugePages(page), leaf.pages() * space.pageBytes());
                        }
                        account(leaf, page, true);
                    }
                    case HUGETLB_ANON, HUGETLB_FILE -> hugetlb(leaf, page);
                    case ZERO_PAGE, HUGE_ZERO_PAGE, DEVICE -> {}
                }
            }
            case MIGRATION -> account(leaf, space.frames().page(leaf.frame()), false);
            case SWAP -> swap(leaf);
            case MARKER -> {}
        }
    }

    private static SmapsField hugePages(PageInfo page) {
        if (page.kind().isAnon()) {
            return SmapsField.ANON_HUGE_PAGES;
        }
        return page.has(PageFlag.SWAPBACKED) ? SmapsField.SHMEM_PMD_MAPPED : SmapsField.FILE_PMD_MAPPED;
    }

    /** smaps_account. */
    private void account(Leaf leaf, PageInfo page, boolean present) {
        long size = leaf.pages() * space.pageBytes();
        boolean dirty = leaf.has(Bit.DIRTY);
        if (page.kind().isAnon()) {
            add(SmapsField.ANONYMOUS, size);
            if (!page.has(PageFlag.SWAPBACKED) && !dirty && !page.has(PageFlag.DIRTY)) {
                add(SmapsField.LAZY_FREE, size);
            }
        }
        if (page.kind() == PageInfo.Kind.KSM) {
            add(SmapsField.KSM, size);
        }
        add(SmapsField.RSS, size);
        if (leaf.has(Bit.YOUNG) || page.has(PageFlag.REFERENCED)) {
            add(SmapsField.REFERENCED, size);
        }
        dirty |= page.has(PageFlag.DIRTY);
        if (page.refs() == 1 || !present) {
            // The one reference of a mapped folio is that of its one mapping.
            accumulate(size, size << PSS_SHIFT, dirty, present);
            return;
        }
        for (long i = 0; i < leaf.pages(); i++) {
            long mapcount = space.frames().page(leaf.frame() + i).mapcount();
            long pss = space.pageBytes() << PSS_SHIFT;
            accumulate(space.pageBytes(), mapcount >= 2 ? pss / mapcount : pss, dirty, mapcount < 2);
        }
    }

    /** smaps_page_accumulate. */
    private void accumulate(long size, long pss, boolean dirty, boolean isPrivate) {
        add(SmapsField.PSS, pss);
        if (locked) {
            add(SmapsField.LOCKED, pss);
        }
        if (dirty) {
            add(SmapsField.PSS_DIRTY, pss);
            add(isPrivate ? SmapsField.PRIVATE_DIRTY : SmapsField.SHARED_DIRTY, size);
        } else {
            add(isPrivate ? SmapsField.PRIVATE_CLEAN : SmapsField.SHARED_CLEAN, size);
        }
    }

    /** smaps_hugetlb_range. */
    private void hugetlb(Leaf leaf, PageInfo page) {
        boolean shared = page.mapcount() > 1;
        add(shared ? SmapsField.SHARED_HUGETLB : SmapsField.PRIVATE_HUGETLB, leaf.pages() * space.pageBytes());
    }

    private void swap(Leaf leaf) {
        add(SmapsField.SWAP, space.pageBytes());
        long pss = space.pageBytes() << PSS_SHIFT;
        add(SmapsField.SWAP_PSS, leaf.swapUsers() >= 2 ? pss / leaf.swapUsers() : pss);
    }

    private void add(SmapsField field, long amount) {
        amounts.merge(field, amount, Long::sum);
    }
}
