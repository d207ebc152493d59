package org.mmsim.engine.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mmsim.engine.Property;

class DrawsTest {
    @Test
    void aDrawIsAFunctionOfSeedPurposeActorAndNumber() {
        Draws draws = new Draws(42);
        long first = draws.bits(3, 5, 7);
        draws.bits(3, 5, 8);
        draws.bits(1, 1, 1);

        assertThat(draws.bits(3, 5, 7)).isEqualTo(first);
        assertThat(new Draws(42).bits(3, 5, 7)).isEqualTo(first);
    }

    @Test
    void noTwoNamesShareADraw() {
        Set<Long> seen = new TreeSet<>();
        for (long seed = 0; seed < 4; seed++) {
            Draws draws = new Draws(seed);
            for (int purpose = 0; purpose < 10; purpose++) {
                for (int actor = 0; actor < 20; actor++) {
                    for (long draw = 0; draw < 20; draw++) {
                        seen.add(draws.bits(purpose, actor, draw));
                    }
                }
            }
        }

        assertThat(seen).hasSize(4 * 10 * 20 * 20);
    }

    @Test
    void everyBitIsSetHalfOfTheTime() {
        Draws draws = new Draws(1);
        int[] set = new int[Long.SIZE];
        for (int draw = 0; draw < 10_000; draw++) {
            long bits = draws.bits(0, 0, draw);
            for (int bit = 0; bit < Long.SIZE; bit++) {
                set[bit] += (int) (bits >>> bit & 1);
            }
        }

        assertThat(IntStream.of(set).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(4700, 5300));
    }

    @Test
    void boundedDrawsReachEveryValueAndNoOther() {
        Property.holds(50, random -> {
            Draws draws = new Draws(random.nextLong());
            long bound = 1L + random.nextInt(10);
            Set<Long> seen = new TreeSet<>();
            for (long draw = 0; draw < 500; draw++) {
                seen.add(draws.below(1, 2, draw, bound));
            }
            assertThat(seen)
                    .hasSize((int) bound)
                    .allSatisfy(value -> assertThat(value).isBetween(0L, bound - 1));
        });
    }

    /** The journal of a run is only worth something if the same seed gives the same draws for ever. */
    @Test
    void theDrawsAreTheseNumbers() {
        assertThat(new Draws(0).bits(0, 0, 0)).isEqualTo(-8637626650336810326L);
        assertThat(new Draws(1).bits(2, 3, 4)).isEqualTo(-2937954236443919343L);
    }
}
