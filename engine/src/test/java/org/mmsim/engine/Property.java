package org.mmsim.engine;

import java.util.Random;

/** A property that has to hold for every seed. A failure names the seed that broke it. */
public final class Property {
    private Property() {}

    /** Tries the seeds from 0 on. */
    public static void holds(int seeds, Check check) {
        for (int seed = 0; seed < seeds; seed++) {
            try {
                check.check(new Random(seed));
            } catch (AssertionError | RuntimeException broken) {
                throw new AssertionError("broken with seed " + seed + ": " + broken.getMessage(), broken);
            }
        }
    }

    /** What has to hold, whatever the generator gives. */
    @FunctionalInterface
    public interface Check {
        void check(Random random);
    }
}
