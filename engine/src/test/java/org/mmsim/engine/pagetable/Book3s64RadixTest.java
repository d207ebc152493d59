package org.mmsim.engine.pagetable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmsim.engine.Property;

/** The numbers are those of arch/powerpc/include/asm/book3s/64/pgtable.h and radix.h. */
class Book3s64RadixTest {
    private static final PageTableFormat SMALL = new Book3s64Radix(4 << 10);
    private static final PageTableFormat LARGE = new Book3s64Radix(64 << 10);

    @Test
    void aWritableLeafHasTheBitsThatAFaultInstalls() {
        // valid, leaf, soft-dirty, R, C, read, write; the frame where the RPN is
        assertThat(Leaves.of(SMALL, 0, 0x12345, true)).isEqualTo(0xC000_0000_1234_5386L);
        assertThat(Leaves.of(LARGE, 0, 0x1234, true)).isEqualTo(0xC000_0000_1234_0386L);
    }

    @Test
    void aReadOnlyLeafLacksTheWriteBitOnly() {
        assertThat(Leaves.of(SMALL, 0, 0x12345, true) ^ Leaves.of(SMALL, 0, 0x12345, false))
                .isEqualTo(0x002);
    }

    @Test
    void leavesOfAllLevelsHaveOneFormat() {
        assertThat(Leaves.of(SMALL, 1, 0x200, true)).isEqualTo(0xC000_0000_0020_0386L);
        assertThat(Leaves.of(SMALL, 1, 0x200, true)).isEqualTo(Leaves.of(SMALL, 0, 0x200, true));
    }

    @Test
    void aTableEntryCarriesTheIndexSizeOfTheTableBelow() {
        assertThat(SMALL.table(1, 0x1000)).isEqualTo(0x8000_0000_0000_1009L);
        assertThat(LARGE.table(1, 0x1_0100)).as("a fragment of 256 bytes").isEqualTo(0x8000_0000_0001_0105L);
        assertThat(LARGE.table(3, 0x2_0000)).isEqualTo(0x8000_0000_0002_0009L);
        assertThat(LARGE.tableAddress(LARGE.table(1, 0x1_0100))).isEqualTo(0x1_0100);
        assertThat(LARGE.leaf(1, LARGE.table(1, 0x1_0100))).isFalse();
    }

    @Test
    void anInvalidatedEntryIsPresentForSoftwareAndUselessToTheHardware() {
        long leaf = Leaves.of(SMALL, 1, 0x400, true);
        long invalid = SMALL.invalidated(leaf);

        assertThat(invalid).isEqualTo(0x6000_0000_0040_0386L);
        assertThat(SMALL.present(invalid)).isTrue();
        assertThat(SMALL.valid(invalid)).isFalse();
        assertThat(SMALL.leaf(1, invalid)).isTrue();
        assertThat(SMALL.splitLeaf(leaf)).isEqualTo(leaf);
    }

    @Test
    void nothingIsNeitherPresentNorValid() {
        assertThat(SMALL.present(0)).isFalse();
        assertThat(SMALL.valid(0)).isFalse();
        assertThat(SMALL.describe(0)).isEqualTo("none");
    }

    @Test
    void fourLevelsShareThe52BitsOfAUserAddress() {
        assertThat(new int[] {SMALL.shift(0), SMALL.shift(1), SMALL.shift(2), SMALL.shift(3)})
                .containsExactly(12, 21, 30, 39);
        assertThat(new int[] {LARGE.shift(0), LARGE.shift(1), LARGE.shift(2), LARGE.shift(3)})
                .containsExactly(16, 21, 30, 39);
        assertThat(SMALL.limit()).isEqualTo(1L << 52).isEqualTo(LARGE.limit());
    }

    @Test
    void tablesHaveTheSizesOfTheirIndices() {
        assertThat(SMALL.tableBytes(0)).isEqualTo(4096);
        assertThat(LARGE.tableBytes(0)).isEqualTo(256);
        assertThat(LARGE.tableBytes(1)).isEqualTo(4096);
        assertThat(LARGE.tableBytes(3)).isEqualTo(65536);
    }

    @ParameterizedTest
    @ValueSource(ints = {4 << 10, 64 << 10})
    void whatAnEntryIsMadeOfComesOutAgain(int basePageBytes) {
        PageTableFormat format = new Book3s64Radix(basePageBytes);
        Property.holds(1000, random -> {
            long frame = random.nextLong() & (1L << 57 - format.shift(0)) - 1;
            long leaf = Leaves.of(format, random.nextInt(3), frame, random.nextBoolean());
            assertThat(format.frame(leaf)).isEqualTo(frame);
            assertThat(format.frame(format.invalidated(leaf))).isEqualTo(frame);
            assertThat(format.valid(leaf) && format.leaf(1, leaf) && format.present(leaf))
                    .isTrue();
            long address = random.nextLong() & 0x0FFF_FFFF_FFFF_FF00L;
            assertThat(format.tableAddress(format.table(1 + random.nextInt(3), address)))
                    .isEqualTo(address);
        });
    }

    @Test
    void theNextFramesLeafIsAPageFurther() {
        long leaf = Leaves.of(LARGE, 0, 0x77, false);

        assertThat(LARGE.advance(leaf, 1)).isEqualTo(Leaves.of(LARGE, 0, 0x78, false));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8 << 10, 2 << 20})
    void otherPageSizesAreRefused(int bytes) {
        assertThatThrownBy(() -> new Book3s64Radix(bytes)).hasMessageContaining("no radix page table with pages of");
    }

    @Test
    void describesEntriesInWords() {
        assertThat(SMALL.describe(Leaves.of(SMALL, 0, 0x12345, true))).isEqualTo("pfn 0x12345 rw-RC");
        assertThat(SMALL.describe(SMALL.invalidated(Leaves.of(SMALL, 1, 0x200, false))))
                .isEqualTo("pfn 0x200 r--RC invalid");
        assertThat(SMALL.describe(SMALL.table(1, 0x5000))).isEqualTo("table at 0x5000");
    }
}
