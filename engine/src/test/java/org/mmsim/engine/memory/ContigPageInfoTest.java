package org.mmsim.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContigPageInfoTest {
    @Test
    void anOrderThatCanBeHadIsNotFragmented() {
        ContigPageInfo info = new ContigPageInfo(2, 100, 20, 3);

        assertThat(info.extfragIndex()).isEqualTo(-1000);
        assertThat(info.unusableIndex()).as("12 of 100 frames can serve").isEqualTo(880);
    }

    @Test
    void manySmallBlocksAreFragmentationAndFewAreLackOfMemory() {
        assertThat(new ContigPageInfo(4, 1000, 1000, 0).extfragIndex()).isEqualTo(937);
        assertThat(new ContigPageInfo(9, 2, 2, 0).extfragIndex()).isEqualTo(499);
        assertThat(new ContigPageInfo(9, 1, 1, 0).extfragIndex()).isEqualTo(-1);
    }

    @Test
    void withoutFreeMemoryAllOfItIsUnusable() {
        ContigPageInfo info = new ContigPageInfo(0, 0, 0, 0);

        assertThat(info.unusableIndex()).isEqualTo(1000);
        assertThat(info.extfragIndex()).isZero();
    }

    @Test
    void blocksAreCountedInUnitsOfTheOrder() {
        PhysicalMemory memory = new PhysicalMemory(MemoryLayout.x86(1024 + 512 + 3), 1, frame -> false);

        assertThat(ContigPageInfo.of(memory.zones().get(0), 9, memory.maxOrder()))
                .isEqualTo(new ContigPageInfo(9, 1539, 4, 3));
    }
}
