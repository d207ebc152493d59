package org.mmsim.engine.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.mmsim.engine.cost.CostModel;
import org.mmsim.engine.cost.Draws;
import org.mmsim.engine.event.Clock;
import org.mmsim.engine.event.Recorder;
import org.mmsim.engine.machine.Machine;

/** What all CPUs of a run share. */
public final class Kernel {
    private final Machine machine;
    private final Recorder recorder;
    private final Clock clock;
    private final CostModel costs;
    private final Draws draws;
    private final Ports ports;
    private final PolicySet policies;
    private final boolean fine;
    private final Locks locks;
    private final Rcu rcu;
    private final Cpu[] cpus;
    private final TlbUnit[] tlbs;
    private final List<Task> tasks = new ArrayList<>();

    /**
     * @param fine whether every step inside a lock hold is an interleaving point
     * @param handler makes each CPU's frame for interrupts
     */
    public Kernel(
            Machine machine,
            Recorder recorder,
            Clock clock,
            Draws draws,
            Ports ports,
            PolicySet policies,
            boolean fine,
            Supplier<InterruptFrame> handler) {
        this.machine = machine;
        this.recorder = recorder;
        this.clock = clock;
        this.draws = draws;
        this.costs = new CostModel(machine.profile(), draws);
        this.ports = ports;
        this.policies = policies;
        this.fine = fine;
        locks = new Locks(this);
        rcu = new Rcu(this);
        cpus = new Cpu[machine.cpuCount()];
        tlbs = new TlbUnit[cpus.length];
        for (int cpu = 0; cpu < cpus.length; cpu++) {
            tlbs[cpu] = new TlbUnit(this, cpu);
            cpus[cpu] = new Cpu(this, cpu, handler.get());
        }
    }

    public Machine machine() {
        return machine;
    }

    public Recorder recorder() {
        return recorder;
    }

    public Clock clock() {
        return clock;
    }

    public CostModel costs() {
        return costs;
    }

    public Draws draws() {
        return draws;
    }

    public Ports ports() {
        return ports;
    }

    public PolicySet policies() {
        return policies;
    }

    /** Whether every step inside a lock hold is an interleaving point. */
    public boolean fine() {
        return fine;
    }

    public Rcu rcu() {
        return rcu;
    }

    public Cpu cpu(int index) {
        return cpus[index];
    }

    public TlbUnit tlb(int index) {
        return tlbs[index];
    }

    public Task task(int thread) {
        return tasks.get(thread);
    }

    /** Threads are added in the order of their numbers. */
    public void add(Task task) {
        tasks.add(task);
    }

    Locks locks() {
        return locks;
    }
}
