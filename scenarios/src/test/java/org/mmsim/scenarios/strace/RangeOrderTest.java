package org.mmsim.scenarios.strace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RangeOrderTest {

    private static final AddressRange A = new AddressRange(0x10000, 0x20000);
    private static final AddressRange B = new AddressRange(0x20000, 0x30000);
    private static final AddressRange A_AND_B = new AddressRange(0x18000, 0x28000);

    private final RangeOrder order = new RangeOrder();
    private final int first = order.addThread();
    private final int second = order.addThread();
    private final int third = order.addThread();

    @Test
    void aThreadNeverWaitsForItself() {
        use(first, A);
        assertThat(use(first, A)).isEmpty();
    }

    @Test
    void disjointRangesNeedNoOrder() {
        use(first, A);
        assertThat(use(second, B)).isEmpty();
    }

    @Test
    void anOverlapWithAnotherThreadsLastOperationNeedsABarrier() {
        use(first, A);
        assertThat(use(second, A_AND_B)).containsExactly(first);
    }

    @Test
    void oneBarrierServesAllOperationsBeforeIt() {
        use(first, A);
        use(first, B);
        use(second, A);
        assertThat(use(second, B)).isEmpty();
    }

    @Test
    void bothSidesOfABarrierComeAfterWhatTheOtherHadDone() {
        use(first, A);
        use(second, B);
        use(second, A);
        assertThat(use(first, B)).isEmpty();
    }

    @Test
    void anOperationAfterTheBarrierNeedsAnother() {
        use(first, A);
        use(second, A);
        use(first, B);
        assertThat(use(second, B)).containsExactly(first);
    }

    @Test
    void theOtherWayRoundNeedsAnother() {
        use(first, A);
        use(second, A);
        assertThat(use(first, A)).containsExactly(second);
    }

    @Test
    void severalThreadsMeetAtOneBarrier() {
        use(first, A);
        use(second, B);
        assertThat(use(third, A_AND_B)).containsExactly(first, second);
    }

    @Test
    void orderReachesThroughThreadsBetween() {
        use(first, A);
        use(first, B);
        use(second, A);
        use(third, A);
        assertThat(use(third, B))
                .as("second has met first, and third has met second")
                .isEmpty();
    }

    @Test
    void aChildComesAfterWhatItsParentHadDone() {
        use(first, A);
        int child = order.addThread(first);
        assertThat(use(child, A)).isEmpty();
    }

    @Test
    void aChildMayOvertakeWhatItsParentDoesNext() {
        int child = order.addThread(first);
        use(first, A);
        assertThat(use(child, A)).containsExactly(first);
    }

    private Iterable<Integer> use(int thread, AddressRange range) {
        return order.use(thread, List.of(range));
    }
}
