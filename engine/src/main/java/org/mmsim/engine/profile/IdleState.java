package org.mmsim.engine.profile;

/**
 * An idle state of a CPU. The CPU is in the deepest state whose {@code afterNs} has passed since it
 * became idle.
 *
 * @param afterNs residency in idle after which the CPU is in this state, 0 for the shallowest
 * @param exitLatencyNs time from the interrupt's arrival to the first instruction of its handler
 */
public record IdleState(String name, long afterNs, long exitLatencyNs, Provenance provenance, String source) {}
