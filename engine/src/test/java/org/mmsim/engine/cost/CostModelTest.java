package org.mmsim.engine.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.mmsim.engine.Property;
import org.mmsim.engine.profile.CostId;
import org.mmsim.engine.profile.CostValue;
import org.mmsim.engine.profile.Jitter;

class CostModelTest {
    private static CostModel model(CostValue value, long seed) {
        return new CostModel(TestProfile.allCosts(value), new Draws(seed));
    }

    private static CostValue varying(long ns, Jitter.Kind kind, int permille) {
        return TestProfile.cost(ns, ns, ns, ns, new Jitter(kind, permille));
    }

    @Test
    void aFixedCostDependsOnTheDistanceAndNothingElse() {
        CostModel model = model(TestProfile.cost(1, 20, 300, 4000, Jitter.FIXED), 7);

        assertThat(model.ns(CostId.SYSCALL, 5)).isEqualTo(1);
        assertThat(model.ns(CostId.LINE_TRANSFER, 5, 5)).isEqualTo(1);
        assertThat(model.ns(CostId.LINE_TRANSFER, 5, 4)).as("same core").isEqualTo(20);
        assertThat(model.ns(CostId.LINE_TRANSFER, 5, 6)).as("same socket").isEqualTo(300);
        assertThat(model.ns(CostId.LINE_TRANSFER, 5, 3)).as("other socket").isEqualTo(4000);
    }

    @Test
    void aUniformCostStaysWithinItsBoundsAndReachesThem() {
        Property.holds(20, random -> {
            int permille = random.nextInt(1001);
            CostModel model = model(varying(1000, Jitter.Kind.UNIFORM, permille), random.nextLong());
            long[] drawn = LongStream.range(0, 20_000)
                    .map(i -> model.ns(CostId.SYSCALL, 0))
                    .toArray();
            assertThat(LongStream.of(drawn).min().orElseThrow())
                    .as("smallest with %d permille", permille)
                    .isBetween(1000L - permille, 1000L - permille + permille / 100);
            assertThat(LongStream.of(drawn).max().orElseThrow())
                    .as("largest with %d permille", permille)
                    .isBetween(1000L + permille - permille / 100, 1000L + permille);
            assertThat(LongStream.of(drawn).average().orElseThrow()).isBetween(980.0, 1020.0);
        });
    }

    @Test
    void aLognormalCostHasTheCostAsItsMedianAndATailUpwards() {
        CostModel model = model(varying(1000, Jitter.Kind.LOGNORMAL, 500), 3);
        long[] drawn = LongStream.range(0, 100_001)
                .map(i -> model.ns(CostId.SYSCALL, 0))
                .sorted()
                .toArray();

        assertThat(drawn[0]).isPositive();
        assertThat(drawn[50_000]).as("median").isBetween(990L, 1010L);
        // exp(sigma × 1.2816) = 1.898
        assertThat(drawn[90_000]).as("90th percentile").isBetween(1860L, 1940L);
        assertThat(drawn[10_000]).as("10th percentile").isBetween(515L, 540L);
    }

    @Test
    void whatACpuDrawsForACostDoesNotDependOnWhatOthersDrew() {
        CostValue value = varying(1_000_000, Jitter.Kind.UNIFORM, 1000);
        CostModel alone = model(value, 11);
        long[] expected =
                LongStream.range(0, 50).map(i -> alone.ns(CostId.IPI_SEND, 3)).toArray();

        Property.holds(50, random -> {
            CostModel busy = model(value, 11);
            for (long one : expected) {
                for (int others = random.nextInt(4); others > 0; others--) {
                    busy.ns(CostId.IPI_SEND, random.nextInt(3));
                    busy.ns(CostId.SYSCALL, 3);
                }
                assertThat(busy.ns(CostId.IPI_SEND, 3)).isEqualTo(one);
            }
        });
    }

    @Test
    void anotherSeedGivesAnotherRun() {
        CostValue value = varying(1_000_000, Jitter.Kind.UNIFORM, 1000);

        assertThat(model(value, 1).ns(CostId.IPI_SEND, 3))
                .isNotEqualTo(model(value, 2).ns(CostId.IPI_SEND, 3));
    }

    @Test
    void aProfileWithoutAPriceForSomethingIsRefused() {
        Map<CostId, CostValue> costs = new EnumMap<>(CostId.class);
        for (CostId id : CostId.values()) {
            if (id != CostId.TLB_WALK) {
                costs.put(id, TestProfile.cost(1, 1, 1, 1, Jitter.FIXED));
            }
        }

        assertThatThrownBy(() -> TestProfile.with(costs)).hasMessage("profile test has no cost tlb_walk");
    }
}
