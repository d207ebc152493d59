package org.mmsim.engine.profile;

/**
 * Sockets × cores × hardware threads. CPU numbers run over the threads of a core, then over the
 * cores of a socket, then over the sockets.
 */
public record Topology(int sockets, int coresPerSocket, int threadsPerCore) {

    /** Number of CPUs, which are the hardware threads. */
    public int cpus() {
        return sockets * coresPerSocket * threadsPerCore;
    }

    public Distance distance(int cpuA, int cpuB) {
        if (cpuA == cpuB) {
            return Distance.SAME_CPU;
        }
        if (cpuA / threadsPerCore == cpuB / threadsPerCore) {
            return Distance.SAME_CORE;
        }
        int perSocket = coresPerSocket * threadsPerCore;
        return cpuA / perSocket == cpuB / perSocket ? Distance.SAME_SOCKET : Distance.OTHER_SOCKET;
    }
}
