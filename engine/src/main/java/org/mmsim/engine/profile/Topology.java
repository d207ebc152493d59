package org.mmsim.engine.profile;

/**
 * Sockets × cores × hardware threads. CPU numbers run over the threads of a core, then over the
 * cores of a socket, then over the sockets.
 *
 * @param coresPerCluster cores that share a cache within the socket; {@code coresPerSocket} if sockets have no such parts
 */
public record Topology(int sockets, int coresPerSocket, int coresPerCluster, int threadsPerCore) {

    /** Number of CPUs, which are the hardware threads. */
    public int cpus() {
        return sockets * coresPerSocket * threadsPerCore;
    }

    public boolean clustered() {
        return coresPerCluster < coresPerSocket;
    }

    /** Number of the core that a CPU is a thread of, counted over all sockets. */
    public int coreOf(int cpu) {
        return cpu / threadsPerCore;
    }

    /** Number of the cluster that a CPU is in, counted over all sockets. */
    public int clusterOf(int cpu) {
        int clustersPerSocket = (coresPerSocket + coresPerCluster - 1) / coresPerCluster;
        return socketOf(cpu) * clustersPerSocket + coreOf(cpu) % coresPerSocket / coresPerCluster;
    }

    /** Number of the socket that a CPU is on. */
    public int socketOf(int cpu) {
        return coreOf(cpu) / coresPerSocket;
    }
}
