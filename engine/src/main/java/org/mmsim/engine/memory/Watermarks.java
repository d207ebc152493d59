package org.mmsim.engine.memory;

import java.math.BigInteger;
import org.mmsim.engine.memory.MemoryLayout.Span;

/**
 * The marks of a zone, in frames: an allocation may go down to {@code low}, a pressing one to
 * {@code min}; below {@code high} the per-CPU lists are kept short.
 *
 * @param reserve lowmem_reserve: frames kept from allocations that a higher zone could serve
 */
public record Watermarks(long min, long low, long high, long reserve) {
    private static final long MIN_FREE_KBYTES_LEAST = 128;
    private static final long MIN_FREE_KBYTES_MOST = 262_144;
    private static final long SCALE_FACTOR = 10;
    private static final long SCALE = 10_000;
    /** lowmem_reserve_ratio of ZONE_DMA and ZONE_DMA32; above the other zones there is none. */
    private static final long LOWMEM_RESERVE_RATIO = 256;

    /** setup_per_zone_wmarks and setup_per_zone_lowmem_reserve. */
    static Watermarks of(MemoryLayout layout, Span zone) {
        long pagesMin = (minFreeKbytes(layout) << 10) / layout.pageBytes();
        long min = pagesMin * zone.frames() / layout.frames();
        long distance = Math.max(min >> 2, zone.frames() * SCALE_FACTOR / SCALE);
        long above = layout.frames() - zone.end();
        return new Watermarks(min, min + distance, min + 2 * distance, above / LOWMEM_RESERVE_RATIO);
    }

    /**
     * min_free_kbytes: calculate_min_free_kbytes, raised by set_recommended_min_free_kbytes, which runs with
     * khugepaged.
     */
    static long minFreeKbytes(MemoryLayout layout) {
        long kbytesPerFrame = layout.pageBytes() >> 10;
        long lowmemKbytes = layout.frames() * kbytesPerFrame;
        long root = BigInteger.valueOf(lowmemKbytes * 16).sqrt().longValue();
        long calculated = Math.max(MIN_FREE_KBYTES_LEAST, Math.min(MIN_FREE_KBYTES_MOST, root));
        return Math.max(calculated, recommendedMinFree(layout) * kbytesPerFrame);
    }

    /** Room for two free pageblocks in each zone, and for every type to fall back on every other once. */
    private static long recommendedMinFree(MemoryLayout layout) {
        long perZone = (2L + Migratetypes.COUNT * Migratetypes.COUNT) << layout.pageblockOrder();
        return Math.min(perZone * layout.zones().size(), layout.frames() / 20);
    }
}
