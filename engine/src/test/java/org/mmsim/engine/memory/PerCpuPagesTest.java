package org.mmsim.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mmsim.protocol.Migratetype.MIGRATE_MOVABLE_VALUE;
import static org.mmsim.protocol.Migratetype.MIGRATE_RECLAIMABLE_VALUE;
import static org.mmsim.protocol.Migratetype.MIGRATE_UNMOVABLE_VALUE;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PerCpuPagesTest {
    private static final int PMD_ORDER = 9;
    private static final int MOVABLE = PcpLists.ofOrder(0, MIGRATE_MOVABLE_VALUE);
    private static final int UNMOVABLE = PcpLists.ofOrder(0, MIGRATE_UNMOVABLE_VALUE);

    private final PerCpuPages pcp = new PerCpuPages(new PcpTuning(63, 1000, 20_000), PMD_ORDER);

    private final List<Long> zone = new ArrayList<>();

    private void drain(int frames, int list) {
        pcp.drain(frames, list, (frame, order) -> zone.add(frame));
    }

    @Test
    void whatWasFreedLastIsAllocatedFirst() {
        pcp.free(MOVABLE, 7, false);
        pcp.free(MOVABLE, 9, false);

        assertThat(pcp.first(MOVABLE)).isEqualTo(9);
        assertThat(pcp.allocate(MOVABLE)).isEqualTo(9);
        assertThat(pcp.allocate(MOVABLE)).isEqualTo(7);
        assertThat(pcp.first(MOVABLE)).isEqualTo(-1);
        assertThat(pcp.count()).isZero();
    }

    @Test
    void whatTheZoneGaveIsAllocatedInItsOrder() {
        pcp.refill(MOVABLE, 20);
        pcp.refill(MOVABLE, 21);
        pcp.free(MOVABLE, 3, false);

        assertThat(List.of(pcp.allocate(MOVABLE), pcp.allocate(MOVABLE), pcp.allocate(MOVABLE)))
                .containsExactly(3L, 20L, 21L);
    }

    @Test
    void whatLiesLongestGoesBackFirstAndListsTakeTurns() {
        for (long frame = 1; frame <= 3; frame++) {
            pcp.free(MOVABLE, frame, false);
            pcp.free(UNMOVABLE, 10 + frame, false);
        }
        drain(4, MOVABLE);

        assertThat(zone).containsExactly(1L, 2L, 3L, 11L);
        assertThat(pcp.count()).isEqualTo(2);
    }

    @Test
    void theTurnComesRoundToTheListsBefore() {
        pcp.free(UNMOVABLE, 1, false);
        pcp.free(PcpLists.ofOrder(PMD_ORDER, MIGRATE_MOVABLE_VALUE), 512, false);
        drain(513, PcpLists.ofOrder(2, MIGRATE_RECLAIMABLE_VALUE));

        assertThat(zone).containsExactly(512L, 1L);
    }

    @Test
    void aDrainTakesWholeBlocksAndNoMoreThanThereAre() {
        pcp.free(PcpLists.ofOrder(PMD_ORDER, MIGRATE_MOVABLE_VALUE), 512, false);
        drain(1, MOVABLE);

        assertThat(zone).containsExactly(512L);
        assertThat(pcp.count()).isZero();

        drain(5, MOVABLE);
        assertThat(zone).hasSize(1);
    }

    @Test
    void allocationsInARowFetchTwiceAsMuchEachTime() {
        List<Integer> batches = new ArrayList<>();
        for (int refill = 0; refill < 7; refill++) {
            batches.add(pcp.batch(0, false));
            pcp.noteRefill(0, false);
        }

        assertThat(batches).containsExactly(63, 126, 252, 504, 1008, 2016, 2016);
    }

    @Test
    void aFreeHalvesWhatIsFetchedNext() {
        pcp.noteRefill(0, false);
        pcp.noteRefill(0, false);
        assertThat(pcp.batch(0, false)).isEqualTo(252);

        pcp.free(UNMOVABLE, 1, false);
        assertThat(pcp.batch(0, false)).isEqualTo(126);
    }

    @Test
    void ofLargerBlocksABatchIsFewerButTwo() {
        assertThat(List.of(pcp.batch(1, false), pcp.batch(3, false), pcp.batch(PMD_ORDER, false)))
                .containsExactly(31, 7, 2);
    }

    @Test
    void nearTheHighWatermarkAFetchDoesNotGrow() {
        pcp.noteRefill(0, true);

        assertThat(pcp.high()).isEqualTo(1000);
        pcp.noteRefill(0, false);
        assertThat(pcp.high()).as("high after a fetch from a zone with enough").isEqualTo(1126);
    }

    @Test
    void withMoreThanHighABatchGoesBackAndFreesInARowMakeItLarger() {
        for (long frame = 0; frame < 999; frame++) {
            assertThat(pcp.free(MOVABLE, frame, false))
                    .as("frames to give back")
                    .isZero();
        }

        assertThat(pcp.free(MOVABLE, 999, false))
                .as("all freed in a row, but a batch stays")
                .isEqualTo(1000 - 63);
        assertThat(pcp.high()).isEqualTo(1063);
    }

    @Test
    void anAllocationHalvesWhatGoesBack() {
        for (long frame = 0; frame < 999; frame++) {
            pcp.free(MOVABLE, frame, false);
        }
        pcp.allocate(MOVABLE);
        pcp.free(MOVABLE, 999, false);

        assertThat(pcp.free(MOVABLE, 1000, false)).isEqualTo(501);
    }

    @Test
    void belowTheHighWatermarkFramesGoBackSooner() {
        pcp.noteRefill(0, false);
        assertThat(pcp.high()).isEqualTo(1063);
        for (long frame = 0; frame < 999; frame++) {
            pcp.free(MOVABLE, frame, true);
        }

        assertThat(pcp.high()).isEqualTo(1000);
        assertThat(pcp.free(MOVABLE, 999, true)).isPositive();
    }

    @Test
    void largerBlocksFreedInARowDoNotStay() {
        int list = PcpLists.ofOrder(3, MIGRATE_MOVABLE_VALUE);
        List<Integer> due = new ArrayList<>();
        for (long block = 0; block < 9; block++) {
            due.add(pcp.free(list, block << 3, false));
        }

        assertThat(due).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 72);
    }

    @Test
    void listsAreNumberedAsTheKernelDoes() {
        assertThat(PcpLists.ofOrder(3, MIGRATE_RECLAIMABLE_VALUE)).isEqualTo(11);
        assertThat(PcpLists.ofOrder(PMD_ORDER, MIGRATE_RECLAIMABLE_VALUE)).isEqualTo(12);
        assertThat(PcpLists.ofOrder(PMD_ORDER, MIGRATE_MOVABLE_VALUE)).isEqualTo(13);
        assertThat(PcpLists.order(11, PMD_ORDER)).isEqualTo(3);
        assertThat(PcpLists.order(12, PMD_ORDER)).isEqualTo(PMD_ORDER);
    }
}
