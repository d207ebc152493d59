package org.mmsim.engine.memory;

import java.util.ArrayList;
import java.util.List;
import org.mmsim.protocol.ZoneType;

/**
 * How an architecture divides the memory of its one node. Frames run from 0 without holes, and all of them
 * are managed by the allocator: the kernel's own image is not simulated.
 *
 * @param zones from low to high, none of them empty
 * @param maxOrder MAX_PAGE_ORDER
 * @param pmdOrder order of the huge pages that a PMD maps, more than 3
 * @param dma32 whether the kernel is built with CONFIG_ZONE_DMA32, without which it never avoids fallbacks
 */
public record MemoryLayout(List<Span> zones, int pageBytes, int maxOrder, int pmdOrder, boolean dma32) {
    /** Most frames that a machine may have. */
    public static final long FRAMES_MAX = Integer.MAX_VALUE;

    private static final long LARGEST_BLOCK_BYTES_PPC64 = 16L << 20;
    private static final long DMA_BYTES_X86 = 16L << 20;
    private static final long DMA32_BYTES = 4L << 30;

    /** A zone: the frames from {@code start} to before {@code end}. */
    public record Span(ZoneType type, long start, long end) {
        public long frames() {
            return end - start;
        }
    }

    public MemoryLayout {
        zones = List.copyOf(zones);
        long frames = zones.get(zones.size() - 1).end();
        if (frames > FRAMES_MAX) {
            throw new IllegalArgumentException(frames + " frames are more than " + FRAMES_MAX);
        }
    }

    /** Book3S 64: no device needs low memory, so there is one zone; CONFIG_ARCH_FORCE_MAX_ORDER gives blocks of 16 MiB. */
    public static MemoryLayout book3s64(long frames, int pageBytes, int pmdOrder) {
        int maxOrder = Long.numberOfTrailingZeros(LARGEST_BLOCK_BYTES_PPC64 / pageBytes);
        List<Span> zones = divide(frames, 0, 0);
        return new MemoryLayout(zones, pageBytes, maxOrder, pmdOrder, false);
    }

    /** x86-64: 16 MiB for ISA devices, 4 GiB for those with 32 address lines. */
    public static MemoryLayout x86(long frames) {
        int pageBytes = 4096;
        return new MemoryLayout(
                divide(frames, DMA_BYTES_X86 / pageBytes, DMA32_BYTES / pageBytes), pageBytes, 10, 9, true);
    }

    /**
     * arm64: the zone for devices with 32 address lines is ZONE_DMA, so that ZONE_DMA32 is empty.
     *
     * @param pageBytes 4096, 16384 or 65536
     */
    public static MemoryLayout arm64(long frames, int pageBytes) {
        int pmdOrder = Integer.numberOfTrailingZeros(pageBytes / Long.BYTES);
        return new MemoryLayout(
                divide(frames, DMA32_BYTES / pageBytes, 0), pageBytes, Math.max(10, pmdOrder), pmdOrder, true);
    }

    private static List<Span> divide(long frames, long dmaEnd, long dma32End) {
        List<Span> zones = new ArrayList<>();
        long start = add(zones, ZoneType.ZONE_DMA, 0, Math.min(frames, dmaEnd));
        start = add(zones, ZoneType.ZONE_DMA32, start, Math.min(frames, dma32End));
        add(zones, ZoneType.ZONE_NORMAL, start, frames);
        return zones;
    }

    private static long add(List<Span> zones, ZoneType type, long start, long end) {
        if (end <= start) {
            return start;
        }
        zones.add(new Span(type, start, end));
        return end;
    }

    public long frames() {
        return zones.get(zones.size() - 1).end();
    }

    /** pageblock_order: what is kept together by migratetype. */
    public int pageblockOrder() {
        return Math.min(pmdOrder, maxOrder);
    }
}
