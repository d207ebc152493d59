package org.mmsim.scenarios.conform.recording;

import org.jspecify.annotations.Nullable;

/**
 * Neighbouring pages in the same state.
 *
 * @param offset of the first page in the region
 * @param pages how many
 * @param pagemap letters for the bits of the pagemap entry
 * @param folio number of the first page's folio, if it is present
 * @param index of the first page in its folio
 * @param order of the folio or folios
 * @param mapcount of each page
 * @param flags names of page flags, separated by commas
 * @param swap number of the first page's swap entry; those of the others follow
 * @param special type and value of a PTE marker, or of another entry that is no swap entry
 */
public record PageRun(
        long offset,
        long pages,
        @Nullable String pagemap,
        @Nullable Long folio,
        @Nullable Long index,
        @Nullable Integer order,
        @Nullable Long mapcount,
        @Nullable String flags,
        @Nullable Long swap,
        @Nullable Special special) {

    /** A non-present entry that is no swap entry. */
    public record Special(long type, long value) {}

    /** One past the last page. */
    public long end() {
        return offset + pages;
    }

    /** The run with another length. */
    public PageRun withPages(long count) {
        return new PageRun(offset, count, pagemap, folio, index, order, mapcount, flags, swap, special);
    }

    /** Whether every page of the run is the zero page. */
    public boolean isZeroPage() {
        return flags != null && order != null && order == 0 && ("," + flags + ",").contains(",zero,");
    }

    /** Number of the folio of a page of the run, null if it is not known. */
    public @Nullable Long folioOf(long page) {
        if (folio == null) {
            return null;
        }
        return isZeroPage() ? folio : Long.valueOf(folio + (indexFromFirst(page) >> shift()));
    }

    /** Index in its folio of a page of the run, null if it is not known. */
    public @Nullable Long indexOf(long page) {
        if (index == null) {
            return null;
        }
        return isZeroPage() ? index : Long.valueOf(indexFromFirst(page) & (1L << shift()) - 1);
    }

    /** Number of the swap entry of a page of the run, null if there is none. */
    public @Nullable Long swapOf(long page) {
        return swap == null ? null : Long.valueOf(swap + page - offset);
    }

    private int shift() {
        return order == null ? 0 : order;
    }

    private long indexFromFirst(long page) {
        return (index == null ? 0 : index) + page - offset;
    }
}
