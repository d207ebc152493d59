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

    /** Number of the core that a CPU is a thread of, counted over all sockets. */
    public int coreOf(int cpu) {
        return cpu / threadsPerCore;
    }

    /** Number of the socket that a CPU is on. */
    public int socketOf(int cpu) {
        return coreOf(cpu) / coresPerSocket;
    }
}
