package org.mmsim.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mmsim.engine.memory.MemoryLayout.Span;
import org.mmsim.protocol.ZoneType;

/** Marks, reserves and tuning of {@code MACHINE} are what /proc/zoneinfo of an x86-64 machine with Linux 6.18 shows. */
class WatermarksTest {
    private static final long DMA = 3840;
    private static final long DMA32 = 772_915;
    private static final long NORMAL = 2_523_136;

    /** A machine of two CPUs, with the managed frames that it reports. */
    private static final MemoryLayout MACHINE = new MemoryLayout(
            List.of(
                    new Span(ZoneType.ZONE_DMA, 0, DMA),
                    new Span(ZoneType.ZONE_DMA32, DMA, DMA + DMA32),
                    new Span(ZoneType.ZONE_NORMAL, DMA + DMA32, DMA + DMA32 + NORMAL)),
            4096,
            10,
            9,
            true);

    private static Watermarks of(int zone) {
        return Watermarks.of(MACHINE, MACHINE.zones().get(zone));
    }

    private static PcpTuning tuning(int zone) {
        return PcpTuning.of(MACHINE.zones().get(zone), 4096, of(zone).low(), 2);
    }

    @Test
    void minFreeKbytesLeavesRoomForFreePageblocksOfEveryType() {
        assertThat(Watermarks.minFreeKbytes(MACHINE)).isEqualTo(67_584);
    }

    @Test
    void minFreeKbytesGrowsWithTheSquareRootOfALargeMemory() {
        assertThat(Watermarks.minFreeKbytes(MemoryLayout.x86((1L << 40) / 4096)))
                .as("1 TiB")
                .isEqualTo(131_072);
        assertThat(Watermarks.minFreeKbytes(MemoryLayout.x86((1L << 42) / 4096)))
                .as("4 TiB")
                .isEqualTo(262_144);
        assertThat(Watermarks.minFreeKbytes(MemoryLayout.x86(256))).as("1 MiB").isEqualTo(128);
    }

    @Test
    void marksAndReservesAreThoseOfARealMachine() {
        assertThat(of(0)).isEqualTo(new Watermarks(19, 23, 27, 12_875));
        assertThat(of(1)).isEqualTo(new Watermarks(3957, 4946, 5935, 9856));
        assertThat(of(2)).isEqualTo(new Watermarks(12_918, 16_147, 19_376, 0));
    }

    @Test
    void perCpuListsAreTunedAsOnARealMachine() {
        assertThat(tuning(0)).isEqualTo(new PcpTuning(1, 11, 240));
        assertThat(tuning(1)).isEqualTo(new PcpTuning(63, 2473, 48_307));
        assertThat(tuning(2)).isEqualTo(new PcpTuning(63, 8073, 157_696));
    }

    @Test
    void aListOfOneOfManyCpusHoldsAtLeastFourBatches() {
        assertThat(PcpTuning.of(MACHINE.zones().get(2), 4096, of(2).low(), 1024))
                .isEqualTo(new PcpTuning(63, 252, 308));
    }

    @Test
    void zonesAreThoseOfTheArchitecture() {
        assertThat(MemoryLayout.x86(1 << 21).zones())
                .containsExactly(
                        new Span(ZoneType.ZONE_DMA, 0, 1 << 12),
                        new Span(ZoneType.ZONE_DMA32, 1 << 12, 1 << 20),
                        new Span(ZoneType.ZONE_NORMAL, 1 << 20, 1 << 21));
        assertThat(MemoryLayout.x86(1000).zones()).containsExactly(new Span(ZoneType.ZONE_DMA, 0, 1000));
        assertThat(MemoryLayout.arm64(1 << 20, 16 << 10).zones())
                .containsExactly(
                        new Span(ZoneType.ZONE_DMA, 0, 1 << 18), new Span(ZoneType.ZONE_NORMAL, 1 << 18, 1 << 20));
        assertThat(MemoryLayout.book3s64(1 << 24, 64 << 10, 5).zones())
                .containsExactly(new Span(ZoneType.ZONE_NORMAL, 0, 1 << 24));
    }

    @Test
    void ordersAreThoseOfThePageSize() {
        assertThat(MemoryLayout.arm64(1 << 20, 4 << 10)).satisfies(l -> orders(l, 10, 9));
        assertThat(MemoryLayout.arm64(1 << 20, 16 << 10)).satisfies(l -> orders(l, 11, 11));
        assertThat(MemoryLayout.arm64(1 << 20, 64 << 10)).satisfies(l -> orders(l, 13, 13));
        assertThat(MemoryLayout.book3s64(1 << 20, 64 << 10, 5)).satisfies(l -> orders(l, 8, 5));
        assertThat(MemoryLayout.book3s64(1 << 20, 4 << 10, 9)).satisfies(l -> orders(l, 12, 9));
    }

    private static void orders(MemoryLayout layout, int maxOrder, int pageblockOrder) {
        assertThat(layout.maxOrder()).isEqualTo(maxOrder);
        assertThat(layout.pageblockOrder()).isEqualTo(pageblockOrder);
    }

    @Test
    void moreFramesThanThereAreNumbersForAreRefused() {
        assertThatThrownBy(() -> MemoryLayout.x86(1L << 31)).isInstanceOf(IllegalArgumentException.class);
    }
}
