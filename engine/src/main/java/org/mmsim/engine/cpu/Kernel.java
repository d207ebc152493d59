package org.mmsim.engine.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mmsim.engine.cost.CacheLine;
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
    private final KernelEntries entries;
    /** The lines that hold each mm's tlb_gen, and its mm_cpumask, by mm. */
    private final Map<Integer, CacheLine> tlbGenLines = new TreeMap<>();

    private final Map<Integer, CacheLine> cpumaskLines = new TreeMap<>();
    /** The line that holds each CPU's call_single_queue. */
    private final CacheLine[] csdQueueLines;

    private final Locks locks;
    private final Rcu rcu;
    private final Interconnect interconnect;
    private final Cpu[] cpus;
    private final TlbUnit[] tlbs;
    private final List<Task> tasks = new ArrayList<>();

    /**
     * @param fine whether every step inside a lock hold is an interleaving point
     * @param entries where CPUs enter the kernel by themselves
     */
    public Kernel(
            Machine machine,
            Recorder recorder,
            Clock clock,
            Draws draws,
            Ports ports,
            PolicySet policies,
            boolean fine,
            KernelEntries entries) {
        this.machine = machine;
        this.recorder = recorder;
        this.clock = clock;
        this.draws = draws;
        this.costs = new CostModel(machine.profile(), draws);
        this.ports = ports;
        this.policies = policies;
        this.fine = fine;
        this.entries = entries;
        locks = new Locks(this);
        rcu = new Rcu(this);
        interconnect = new Interconnect(this);
        cpus = new Cpu[machine.cpuCount()];
        tlbs = new TlbUnit[cpus.length];
        csdQueueLines = new CacheLine[cpus.length];
        for (int cpu = 0; cpu < cpus.length; cpu++) {
            tlbs[cpu] = new TlbUnit(this, cpu);
            csdQueueLines[cpu] = new CacheLine(cpus.length);
            cpus[cpu] = new Cpu(this, cpu, entries.interrupt());
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

    public Interconnect interconnect() {
        return interconnect;
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

    KernelEntries entries() {
        return entries;
    }

    public CacheLine tlbGenLine(int mm) {
        return tlbGenLines.computeIfAbsent(mm, id -> new CacheLine(cpus.length));
    }

    public CacheLine cpumaskLine(int mm) {
        return cpumaskLines.computeIfAbsent(mm, id -> new CacheLine(cpus.length));
    }

    public CacheLine csdQueueLine(int cpu) {
        return csdQueueLines[cpu];
    }

    Locks locks() {
        return locks;
    }
}
