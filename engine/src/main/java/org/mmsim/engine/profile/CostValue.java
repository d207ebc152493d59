package org.mmsim.engine.profile;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * One cost of a machine.
 *
 * @param ns nanoseconds for every distance; the same for all where distance does not matter
 * @param source where the number comes from, in words; never empty
 */
public record CostValue(Map<Distance, Long> ns, Jitter jitter, Provenance provenance, String source) {

    public CostValue {
        ns = new EnumMap<>(ns);
        if (ns.size() != Distance.values().length) {
            throw new IllegalArgumentException("a cost without a value for some distance: " + ns.keySet());
        }
    }

    /** A cost that does not depend on distance. */
    public static CostValue flat(long ns, Jitter jitter, Provenance provenance, String source) {
        Map<Distance, Long> all = new EnumMap<>(Distance.class);
        for (Distance distance : Distance.values()) {
            all.put(distance, ns);
        }
        return new CostValue(all, jitter, provenance, source);
    }

    public long ns(Distance distance) {
        return Objects.requireNonNull(ns.get(distance));
    }

    public boolean flat() {
        return ns.values().stream().distinct().count() == 1;
    }
}
