package org.mmsim.engine.profile;

/**
 * One cost of a machine, in nanoseconds by distance. A cost that does not depend on distance has
 * the same value four times.
 *
 * @param source where the number comes from, in words; never empty
 */
public record CostValue(
        long sameCpuNs,
        long sameCoreNs,
        long sameSocketNs,
        long otherSocketNs,
        Jitter jitter,
        Provenance provenance,
        String source) {

    public long ns(Distance distance) {
        return switch (distance) {
            case SAME_CPU -> sameCpuNs;
            case SAME_CORE -> sameCoreNs;
            case SAME_SOCKET -> sameSocketNs;
            case OTHER_SOCKET -> otherSocketNs;
        };
    }
}
