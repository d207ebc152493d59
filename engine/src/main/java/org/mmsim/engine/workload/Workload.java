package org.mmsim.engine.workload;

import java.util.List;

/**
 * What runs on the machine.
 *
 * @param barriers names of the barriers, by number
 * @param flags names of the flags, by number
 * @param controls what the administrator has set before the first process
 */
public record Workload(
        List<ProcessSpec> processes, List<String> barriers, List<String> flags, List<Op.SetThp> controls) {

    /** On a machine as it boots. */
    public Workload(List<ProcessSpec> processes, List<String> barriers, List<String> flags) {
        this(processes, barriers, flags, List.of());
    }

    /**
     * A process: threads that share an mm. Process n of the list has number n + 1, and so has its mm.
     *
     * @param forked whether an {@link Op.Fork} brings it to life, rather than the beginning of the run
     */
    public record ProcessSpec(String name, List<ThreadSpec> threads, boolean forked) {}

    /** A thread, pinned to a CPU. */
    public record ThreadSpec(String name, int cpu, List<Op> program) {}
}
