package org.mmsim.engine.memory;

/**
 * How fragmented a zone's free memory is with regard to an order (struct contig_page_info).
 *
 * @param order that is wanted
 * @param suitable blocks of that order that could be taken
 */
public record ContigPageInfo(int order, long freeFrames, long freeBlocks, long suitable) {
    /** What the index is while the order can be had, in thousandths. */
    public static final int SUITABLE = -1000;

    private static final int FULL = 1000;

    /** fill_contig_page_info. */
    public static ContigPageInfo of(Zone zone, int order, int maxOrder) {
        long frames = 0;
        long blocks = 0;
        long suitable = 0;
        for (int o = 0; o <= maxOrder; o++) {
            long count = zone.freeBlocks(o);
            blocks += count;
            frames += count << o;
            suitable += o < order ? 0 : count << o - order;
        }
        return new ContigPageInfo(order, frames, blocks, suitable);
    }

    /** unusable_free_index: thousandths of the free memory that lies in blocks that are too small. */
    public int unusableIndex() {
        return freeFrames == 0 ? FULL : (int) ((freeFrames - (suitable << order)) * FULL / freeFrames);
    }

    /**
     * fragmentation_index in thousandths: {@link #SUITABLE} if the order can be had; else towards 0 if memory is short,
     * towards 1000 if it is fragmented.
     */
    public int extfragIndex() {
        if (freeBlocks == 0) {
            return 0;
        }
        if (suitable > 0) {
            return SUITABLE;
        }
        return (int) (FULL - (FULL + freeFrames * FULL / (1L << order)) / freeBlocks);
    }
}
