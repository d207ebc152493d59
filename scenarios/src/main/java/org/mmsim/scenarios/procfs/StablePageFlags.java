package org.mmsim.scenarios.procfs;

/** {@code /proc/kpageflags}. */
public final class StablePageFlags {

    private StablePageFlags() {}

    /**
     * The flags of a frame (stable_page_flags), without those for the head and tails of a folio.
     *
     * @return set of {@link PageFlag}
     */
    public static long of(PageInfo page, KernelVariant variant) {
        long flags = page.flags();
        if (page.mapped()) {
            flags |= PageFlag.MMAP.mask();
        }
        if (page.kind().isAnon()) {
            flags |= PageFlag.ANON.mask();
            if (page.kind() == PageInfo.Kind.KSM || variant.ksmOfAllAnon()) {
                flags |= PageFlag.KSM.mask();
            }
        }
        return flags
                | switch (page.kind()) {
                    case HUGETLB_ANON, HUGETLB_FILE -> PageFlag.HUGETLB.mask();
                    case ZERO_PAGE -> PageFlag.ZERO.mask();
                    case HUGE_ZERO_PAGE -> PageFlag.ZERO.mask() | PageFlag.THP.mask();
                    case DEVICE -> 0;
                    case ANON, KSM, FILE -> page.order() > 0 ? PageFlag.THP.mask() : 0;
                };
    }
}
