package org.mmsim.actors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Whatever a workload does, a correct kernel breaks none of the rules and gives everything back. */
class RandomRunTest {
    private static final int ITERATIONS = Integer.getInteger("mmsim.fuzz.iterations", 400);
    private static final int MAX_ITERATIONS = 20_000;

    @Test
    void noRuleIsBroken() {
        for (int seed = 0; seed < Math.min(ITERATIONS, MAX_ITERATIONS); seed++) {
            RunRecord run = RandomLab.of(seed).run();
            assertThat(run.outcome().violations()).as("seed %d", seed).isEmpty();
            assertThat(run.machine().memory().unallocated())
                    .as("seed %d: free frames", seed)
                    .isEqualTo(run.machine().memory().frames() - run.machine().framesKept());
        }
    }
}
