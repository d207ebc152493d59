package org.mmsim.engine.cost;

/**
 * Chance as a pure function of run seed, purpose, actor and draw number. There is no generator and
 * so no order of draws: what one actor draws never depends on what another drew before.
 */
public final class Draws {
    private final long seed;

    public Draws(long seed) {
        this.seed = seed;
    }

    /** 64 evenly distributed bits. */
    public long bits(int purpose, int actor, long draw) {
        long x = mix(seed + 0x9E3779B97F4A7C15L * (purpose + 1));
        x = mix(x ^ 0xD1B54A32D192ED03L * (actor + 1));
        return mix(x + 0x8CB92BA72F3D8DD7L * (draw + 1));
    }

    /** An integer from 0 to {@code bound} − 1. */
    public long below(int purpose, int actor, long draw, long bound) {
        return Math.multiplyHigh(bits(purpose, actor, draw) >>> 1, bound << 1);
    }

    /** A finaliser of the murmur family: every input bit reaches every output bit. */
    private static long mix(long z) {
        long x = z;
        x = (x ^ x >>> 30) * 0xBF58476D1CE4E5B9L;
        x = (x ^ x >>> 27) * 0x94D049BB133111EBL;
        return x ^ x >>> 31;
    }
}
