package org.mmsim.engine.profile;

/**
 * How a cost varies from draw to draw.
 *
 * @param permille half-width of the uniform distribution, or sigma of the lognormal one, in
 *     thousandths of the cost; 0 to 1000
 */
public record Jitter(Kind kind, int permille) {

    public static final Jitter FIXED = new Jitter(Kind.FIXED, 0);

    /** The shapes a cost's variation can have. */
    public enum Kind {
        /** Always the same. */
        FIXED,
        /** Evenly between cost − permille and cost + permille. */
        UNIFORM,
        /** Lognormal with the cost as median: long tail upwards, as latencies have. */
        LOGNORMAL
    }
}
