package org.mmsim.engine.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mmsim.engine.profile.CostId;
import org.mmsim.engine.profile.CostValue;
import org.mmsim.engine.profile.Jitter;

class CacheLineTest {
    private static final long ATOMIC = 3;
    private static final long HIT = 1;
    private static final long MISS = 100;
    private static final long SAME_CORE = 40;
    private static final long SAME_SOCKET = 200;
    private static final long OTHER_SOCKET = 600;

    private final CostModel costs = new CostModel(TestProfile.with(prices()), new Draws(0));
    private final CacheLine line = new CacheLine(8);

    private static Map<CostId, CostValue> prices() {
        Map<CostId, CostValue> prices = new EnumMap<>(CostId.class);
        for (CostId id : CostId.values()) {
            prices.put(id, TestProfile.cost(0, 0, 0, 0, Jitter.FIXED));
        }
        prices.put(CostId.ATOMIC, TestProfile.cost(ATOMIC, ATOMIC, ATOMIC, ATOMIC, Jitter.FIXED));
        prices.put(CostId.CACHE_HIT, TestProfile.cost(HIT, HIT, HIT, HIT, Jitter.FIXED));
        prices.put(CostId.CACHE_MISS, TestProfile.cost(MISS, MISS, MISS, MISS, Jitter.FIXED));
        prices.put(CostId.LINE_TRANSFER, TestProfile.cost(0, SAME_CORE, SAME_SOCKET, OTHER_SOCKET, Jitter.FIXED));
        return prices;
    }

    @Test
    void theFirstAccessFetchesFromMemoryAndTheNextOneHits() {
        assertThat(line.read(costs, 0, 0)).isEqualTo(MISS);
        assertThat(line.read(costs, 0, 1000)).isEqualTo(HIT);
    }

    @Test
    void anOwnedLineCostsTheAtomicAlone() {
        assertThat(line.write(costs, 0, 0)).isEqualTo(MISS + ATOMIC);
        assertThat(line.write(costs, 0, 1000)).isEqualTo(ATOMIC);
    }

    @Test
    void aModifiedLineComesFromItsOwnerOverTheirDistance() {
        line.write(costs, 0, 0);

        assertThat(line.read(costs, 1, 1000)).isEqualTo(SAME_CORE);
        assertThat(line.write(costs, 2, 2000)).isEqualTo(SAME_SOCKET + ATOMIC);
        assertThat(line.write(costs, 7, 3000)).isEqualTo(OTHER_SOCKET + ATOMIC);
    }

    @Test
    void aWriteTakesEverybodysCopyAway() {
        line.read(costs, 0, 0);
        line.read(costs, 4, 1000);
        line.write(costs, 2, 2000);

        assertThat(line.read(costs, 0, 3000)).isEqualTo(SAME_SOCKET);
        assertThat(line.read(costs, 4, 4000)).isEqualTo(OTHER_SOCKET);
        assertThat(line.read(costs, 0, 5000)).isEqualTo(HIT);
    }

    @Test
    void writersOfOneInstantQueueForTheLine() {
        line.write(costs, 0, 0);
        long now = 1000;
        long done = 0;
        for (int cpu = 1; cpu < 8; cpu++) {
            long before = done;
            done = line.write(costs, cpu, now);
            long hop = done - before - ATOMIC;
            assertThat(hop).as("hop to CPU %d", cpu).isIn(SAME_CORE, SAME_SOCKET, OTHER_SOCKET);
        }
        // 0→1, 2→3, 4→5, 6→7 within cores; 1→2, 5→6 within sockets; 3→4 between them
        assertThat(done).isEqualTo(4 * SAME_CORE + 2 * SAME_SOCKET + OTHER_SOCKET + 7 * ATOMIC);
    }

    @Test
    void nobodyWaitsForALineThatIsAtRest() {
        line.write(costs, 0, 0);

        assertThat(line.write(costs, 1, 10_000)).isEqualTo(SAME_CORE + ATOMIC);
    }
}
