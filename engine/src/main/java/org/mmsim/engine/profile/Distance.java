package org.mmsim.engine.profile;

/** How far apart two CPUs are. Costs of signals and cache lines depend on it. */
public enum Distance {
    SAME_CPU,
    SAME_CORE,
    SAME_SOCKET,
    OTHER_SOCKET
}
