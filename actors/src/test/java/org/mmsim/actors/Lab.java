package org.mmsim.actors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.mmsim.engine.check.Checks;
import org.mmsim.engine.event.FactSink;
import org.mmsim.engine.machine.ThpControls;
import org.mmsim.engine.mm.VmFlags;
import org.mmsim.engine.policy.Policies;
import org.mmsim.engine.workload.Advice;
import org.mmsim.engine.workload.Op;
import org.mmsim.engine.workload.Workload;
import org.mmsim.protocol.ThpControl;
import org.mmsim.protocol.WalkerClass;

/** Sets up a run on a {@link TestMachine} and runs it, with actors or without. */
final class Lab {
    /** Where tests map memory: the beginning of a PGD entry's range, so that tables are not shared with anything. */
    static final long BASE = 1L << 44;

    private final TestMachine machine = new TestMachine();
    private final Map<String, String> choices = new TreeMap<>();
    private final List<Op.SetThp> controls = new ArrayList<>();
    private final List<List<Workload.ThreadSpec>> processes = new ArrayList<>();
    /** Indexes of the processes that fork brings to life. */
    private final Set<Integer> forked = new TreeSet<>();

    private Collection<String> checks = Checks.names();
    private long seed = 1;
    private boolean fine;

    Lab() {
        process();
    }

    Lab machine(Consumer<TestMachine> changes) {
        changes.accept(machine);
        return this;
    }

    Lab walks(String policy) {
        choices.put("lockless_walk", policy);
        return this;
    }

    /** Writes a file of /sys/kernel/mm/transparent_hugepage before the first process. */
    Lab thp(ThpControl control, int order, int value) {
        controls.add(new Op.SetThp(control, order, value));
        return this;
    }

    Lab cpumask(String policy) {
        choices.put("mm_cpumask", policy);
        return this;
    }

    Lab policy(String family, String choice) {
        choices.put(family, choice);
        return this;
    }

    Lab seed(long value) {
        seed = value;
        return this;
    }

    Lab fine() {
        fine = true;
        return this;
    }

    Lab checks(Collection<String> names) {
        checks = names;
        return this;
    }

    /** Threads from here on belong to another process. */
    Lab process() {
        processes.add(new ArrayList<>());
        return this;
    }

    /** Threads from here on belong to a process that another one makes by fork; processes are numbered from 1. */
    Lab forkedProcess() {
        process();
        forked.add(processes.size() - 1);
        return this;
    }

    /** A thread of the process at hand. Threads are numbered from 0 in the order of their being added. */
    Lab thread(int cpu, Op... program) {
        List<Workload.ThreadSpec> threads = processes.get(processes.size() - 1);
        threads.add(new Workload.ThreadSpec("thread", cpu, Arrays.asList(program)));
        return this;
    }

    Simulation.Setup setup() {
        List<Workload.ProcessSpec> specs = new ArrayList<>();
        processes.forEach(
                threads -> specs.add(new Workload.ProcessSpec("process", threads, forked.contains(specs.size()))));
        Workload workload =
                new Workload(specs, Collections.nCopies(8, "barrier"), Collections.nCopies(8, "flag"), controls);
        return new Simulation.Setup(machine.build(), Policies.of(choices), workload, seed, fine, checks);
    }

    /** Runs the engine without actors, and keeps only which rules were broken. */
    RandomProgram.Result result() {
        return RandomProgram.run(new DirectRun(setup(), (type, timeNs, actor, cause, a, b, c, d) -> {}));
    }

    /** Runs the engine without actors. */
    RunRecord run() {
        List<RunRecord.Happened> facts = new ArrayList<>();
        return new RunRecord(facts, new DirectRun(setup(), into(facts)).run());
    }

    /** Runs as a user's run does. */
    RunRecord runWithActors() throws InterruptedException {
        List<RunRecord.Happened> facts = new ArrayList<>();
        Simulation.Outcome outcome = new Simulation(setup(), built -> into(facts)).run((simulatedNs, events) -> {});
        return new RunRecord(facts, outcome);
    }

    private static FactSink into(List<RunRecord.Happened> facts) {
        return (type, timeNs, actor, cause, a, b, c, d) ->
                facts.add(new RunRecord.Happened(facts.size() + 1, type, timeNs, actor, cause, a, b, c, d));
    }

    /** Private memory that can be read, with more flags. */
    static Op map(long va, long length, long flags) {
        return new Op.Map(va, length, VmFlags.VM_READ | VmFlags.VM_MAY_ALL | flags, "");
    }

    static Op map(long va, long length) {
        return map(va, length, VmFlags.VM_WRITE);
    }

    static Op mapBasePages(long va, long length) {
        return map(va, length, VmFlags.VM_WRITE | VmFlags.VM_NOHUGEPAGE);
    }

    static Op touch(long va, long length, long stride) {
        return new Op.Touch(va, length, stride, true, 0, false, "");
    }

    /** Reads one address every so many bytes. */
    static Op read(long va, long length, long stride) {
        return new Op.Touch(va, length, stride, false, 0, false, "");
    }

    static Op lock(long va, long length) {
        return new Op.Lock(va, length, false, "");
    }

    static Op unlock(long va, long length) {
        return new Op.Unlock(va, length, "");
    }

    static Op madvise(long va, long length, Advice advice) {
        return new Op.Madvise(va, length, advice, "");
    }

    /** A pin for writing. */
    static Op pin(int handle, long va, long length) {
        return new Op.Pin(handle, va, length, true, "");
    }

    static Op unpin(int handle) {
        return new Op.Unpin(handle, "");
    }

    /**
     * @param process number of the process that is made
     */
    static Op fork(int process) {
        return new Op.Fork(process, "");
    }

    /** Lets faults use folios of an order, whatever the VMA. */
    static Op allowOrder(int order) {
        return new Op.SetThp(ThpControl.THP_SIZE_ENABLED, order, ThpControls.ALWAYS);
    }

    static Op unmap(long va, long length) {
        return new Op.Unmap(va, length, "");
    }

    static Op walk(WalkerClass walker, long va, long holdNs) {
        return new Op.Walk(va, 1, 1, false, walker, holdNs, "");
    }

    static Op compute(long ns) {
        return new Op.Compute(ns, "");
    }

    static Op sleep(long ns) {
        return new Op.Sleep(ns, "");
    }

    static Op barrier(int number, int parties) {
        return new Op.Barrier(number, parties, "");
    }

    /** A barrier that nobody passes: the run ends with the process as it is. */
    static Op stay() {
        return barrier(7, Integer.MAX_VALUE);
    }

    static Op signal(int flag) {
        return new Op.Signal(flag);
    }

    static Op repeat(long times, Op... body) {
        return new Op.Repeat(times, -1, Arrays.asList(body));
    }

    static Op until(int flag, Op... body) {
        return new Op.Repeat(-1, flag, Arrays.asList(body));
    }
}
