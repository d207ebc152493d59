package org.mmsim.engine.mm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MmuGatherTest {
    /** 8 in the structure, then batches of a page each while they hold at most 10,000; one place of each stays free. */
    @ParameterizedTest
    @CsvSource({"4096, 9678", "65536, 8196"})
    void isFullWhenEveryBatchIs(int basePageBytes, int folios) {
        MmuGather gather = new MmuGather(false, basePageBytes);
        for (int i = 0; i < folios; i++) {
            assertThat(gather.full()).as("full with %d folios", i).isFalse();
            gather.add(1000 + i, 1);
        }

        assertThat(gather.full()).isTrue();
        assertThat(gather.page(0)).isEqualTo(1000);
        assertThat(gather.page(folios - 1)).isEqualTo(1000 + folios - 1);
    }

    /** A run needs a second place for its length, so the last place is never enough. */
    @Test
    void aRunOfPagesTakesTwoPlaces() {
        MmuGather gather = new MmuGather(false, 4096);
        for (int i = 0; i < 4849; i++) {
            assertThat(gather.full()).as("full with %d runs", i).isFalse();
            gather.add(16L * i, 16);
        }

        assertThat(gather.full()).isTrue();
        assertThat(gather.pages(4848)).isEqualTo(16);
    }

    @Test
    void whatIsToBeFlushedIsTheRangeFromFirstToLast() {
        MmuGather gather = new MmuGather(false, 4096);
        assertThat(gather.pending()).isFalse();
        gather.remove(0x5000, 0x1000, 0);
        gather.remove(0x2000, 0x1000, 0);

        assertThat(gather.pending()).isTrue();
        assertThat(gather.start()).isEqualTo(0x2000);
        assertThat(gather.end()).isEqualTo(0x6000);
        assertThat(gather.level()).isZero();
        assertThat(gather.freedTables()).isFalse();
    }

    @Test
    void anotherPageSizeHasToWaitForAFlush() {
        MmuGather gather = new MmuGather(false, 4096);
        assertThat(gather.changesPageSize(1)).isFalse();
        gather.remove(0x5000, 0x1000, 0);
        assertThat(gather.changesPageSize(0)).isFalse();
        assertThat(gather.changesPageSize(1)).isTrue();

        gather.flushed();
        assertThat(gather.changesPageSize(1)).isFalse();
        assertThat(gather.pending()).isFalse();
    }

    @Test
    void theLowestLevelClearedIsTheStrideAndTablesCountForTheirParents() {
        MmuGather gather = new MmuGather(false, 4096);
        gather.addTable(0x20_0000L, 0, 0x7000);
        assertThat(gather.strideLevel()).isEqualTo(1);
        gather.remove(0x20_0000L, 0x1000, 0);
        assertThat(gather.strideLevel()).isZero();

        gather.flushed();
        gather.addTable(0x4000_0000L, 1, 0x7000);
        assertThat(gather.strideLevel()).isEqualTo(2);
    }

    @Test
    void tablesAreKeptUntilTheyAreHandedOn() {
        MmuGather gather = new MmuGather(false, 4096);
        for (int i = 0; i < 100; i++) {
            gather.addTable((1 + i) * 0x20_0000L, i % 3, 0x7000 + i);
        }

        assertThat(gather.freedTables()).isTrue();
        assertThat(gather.pending()).isTrue();
        assertThat(gather.start()).isEqualTo(0x20_0000L);
        assertThat(gather.end()).isEqualTo(100 * 0x20_0000L + 4096);
        assertThat(gather.tableCount()).isEqualTo(100);
        assertThat(gather.tableVa(99)).isEqualTo(100 * 0x20_0000L);
        assertThat(gather.tableLevel(98)).isEqualTo(2);
        assertThat(gather.tableAddress(42)).isEqualTo(0x7000 + 42);

        gather.clearTables();
        assertThat(gather.tableCount()).isZero();
    }
}
