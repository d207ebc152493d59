package org.mmsim.engine.profile;

import java.util.Locale;

/** How far apart two CPUs are. Costs of signals and cache lines depend on it. */
public enum Distance {
    SAME_CPU,
    SAME_CORE,
    /** Cores that share a cache of their own within the socket: a CCX, a cluster of big.LITTLE. */
    SAME_CLUSTER,
    SAME_SOCKET,
    OTHER_SOCKET;

    /** The key in profiles. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
