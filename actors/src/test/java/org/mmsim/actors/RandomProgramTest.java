package org.mmsim.actors;

import org.junit.jupiter.api.Test;

/**
 * Whatever a program does, on whatever machine, a correct kernel breaks none of the rules.
 * {@code -Dmmsim.fuzz.iterations} sets how many programs, {@code -Dmmsim.programs.seed} the first one's seed.
 */
class RandomProgramTest {
    private static final long FIRST_SEED = Long.getLong("mmsim.programs.seed", 0);
    private static final long PROGRAMS = Math.min(Long.getLong("mmsim.fuzz.iterations", 400), 100_000);

    @Test
    void noRuleIsBroken() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + PROGRAMS; seed++) {
            RandomProgram program = RandomPrograms.of(seed);
            RandomProgram.Result result = program.run();
            if (!result.clean()) {
                throw new AssertionError(result + "\n"
                        + Shrinker.shrink(program, smaller -> smaller.run().like(result)));
            }
        }
    }
}
