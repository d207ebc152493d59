package org.mmsim.engine.memory;

import org.mmsim.engine.memory.MemoryLayout.Span;

/**
 * How the per-CPU lists of a zone grow and shrink, in frames.
 *
 * @param batch frames moved between a list and the zone at once, before scaling
 * @param highMin least of {@code pcp->high}, the count at which frees go back to the zone
 * @param highMax most of it
 */
record PcpTuning(int batch, int highMin, int highMax) {
    /** CONFIG_PCP_BATCH_SCALE_MAX. */
    static final int BATCH_SCALE_MAX = 5;

    private static final int BATCH_BYTES_MAX = 1 << 20;
    /** MIN_PERCPU_PAGELIST_HIGH_FRACTION. */
    private static final int HIGH_FRACTION_MIN = 8;

    /** zone_set_pageset_high_and_batch. */
    static PcpTuning of(Span zone, int pageBytes, long lowMark, int cpus) {
        int batch = Math.max(1, batchSize(zone.frames(), pageBytes));
        return new PcpTuning(
                batch, highSize(lowMark, cpus, batch), highSize(zone.frames() / HIGH_FRACTION_MIN, cpus, batch));
    }

    /** zone_batchsize: about a thousandth of the zone, and one less than a power of two against beats with others. */
    private static int batchSize(long frames, int pageBytes) {
        int batch = (int) Math.max(1, Math.min(frames >> 10, BATCH_BYTES_MAX / pageBytes) / 4);
        return Integer.highestOneBit(batch + batch / 2) - 1;
    }

    /** zone_highsize: a fair share, but at least four batches. */
    private static int highSize(long frames, int cpus, int batch) {
        return (int) Math.max(frames / cpus, (long) batch << 2);
    }

    int scaledBatchMax() {
        return batch << BATCH_SCALE_MAX;
    }
}
