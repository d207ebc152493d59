package org.mmsim.scenarios.procfs;

/**
 * What struct page and its folio say about a frame.
 *
 * @param head first frame of the folio
 * @param order of the folio
 * @param refs references to the folio
 * @param mapcount how many entries map this very page, those of larger blocks included
 * @param mapped whether any page of the folio is mapped
 * @param flags of the folio that the kernel keeps; those that it works out for kpageflags are not needed
 */
public record PageInfo(long head, int order, int refs, long mapcount, boolean mapped, Kind kind, long flags) {

    /** What a folio holds. */
    public enum Kind {
        ANON,
        /** Merged by KSM. */
        KSM,
        /** Of a file, or of shared memory. */
        FILE,
        HUGETLB_ANON,
        HUGETLB_FILE,
        ZERO_PAGE,
        HUGE_ZERO_PAGE,
        /** Held by a driver; what maps it is special. */
        DEVICE;

        /** folio_test_anon. */
        public boolean isAnon() {
            return switch (this) {
                case ANON, KSM, HUGETLB_ANON -> true;
                case FILE, HUGETLB_FILE, ZERO_PAGE, HUGE_ZERO_PAGE, DEVICE -> false;
            };
        }

        /** What vm_normal_page knows about: no zero page, and nothing of a device. */
        public boolean isNormal() {
            return this != ZERO_PAGE && this != HUGE_ZERO_PAGE && this != DEVICE;
        }
    }

    boolean has(PageFlag flag) {
        return flag.in(flags);
    }
}
