package org.mmsim.actors;

import static org.mmsim.protocol.Event.CHECK_VIOLATED_FIELD_NUMBER;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.mmsim.engine.check.Checks;
import org.mmsim.engine.cost.Draws;
import org.mmsim.engine.cpu.Kernel;
import org.mmsim.engine.cpu.Ports;
import org.mmsim.engine.event.Clock;
import org.mmsim.engine.event.FactSink;
import org.mmsim.engine.event.Recorder;
import org.mmsim.engine.kernel.Boot;
import org.mmsim.engine.kernel.sched.Entries;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.process.UserProcess;
import org.mmsim.protocol.Check;
import org.mmsim.protocol.InvalidationScope;

/**
 * A run without actors: the engine, and messages in a heap ordered by time and sending. It is what the actors are
 * compared with, and a thousand times cheaper to start.
 */
class DirectRun implements Ports {
    private final Clock clock = new Clock();
    private final PriorityQueue<Message> messages =
            new PriorityQueue<>(Comparator.comparingLong(Message::timeNs).thenComparingLong(Message::number));
    private final Kernel kernel;
    private final Checks checks;
    private final Recorder recorder;
    private final Machine machine;
    private final UserProcess.Shared shared;
    private final List<UserProcess> processes;
    private final List<Simulation.Violation> violations = new ArrayList<>();
    private long sent;

    private record Message(long timeNs, long number, long cause, Runnable delivery) {}

    DirectRun(Simulation.Setup setup, FactSink sink) {
        machine = new Machine(setup.profile());
        recorder = new Recorder(clock, machine::apply, (type, timeNs, actor, cause, a, b, c, d) -> {
            if (type == CHECK_VIOLATED_FIELD_NUMBER) {
                violations.add(new Simulation.Violation(Check.forNumber((int) a), b, c, d));
            }
            sink.append(type, timeNs, actor, cause, a, b, c, d);
        });
        checks = new Checks(machine, recorder, setup.checks());
        kernel = new Kernel(
                machine, recorder, clock, new Draws(setup.seed()), this, setup.policies(), setup.fine(), new Entries());
        Boot.configure(kernel, setup.workload().controls());
        shared = new UserProcess.Shared(setup.workload().flags().size());
        processes = UserProcess.of(kernel, setup.workload().processes(), shared);
    }

    Kernel kernel() {
        return kernel;
    }

    List<UserProcess> processes() {
        return processes;
    }

    /** What has been found so far. */
    List<Simulation.Violation> violations() {
        return List.copyOf(violations);
    }

    /** Delivers messages until none is left. */
    Simulation.Outcome run() {
        for (UserProcess process : processes) {
            if (process.beginsWithRun()) {
                send(0, process::onStart);
            }
        }
        deliverAll();
        checks.atEnd();
        return new Simulation.Outcome(
                recorder.lastSeq(), clock.nowNs(), shared.metrics().values(), machine, List.copyOf(violations));
    }

    void deliverAll() {
        while (!messages.isEmpty()) {
            Message message = messages.remove();
            clock.deliver(message.timeNs(), message.cause());
            message.delivery().run();
        }
    }

    private long send(long delayNs, Runnable delivery) {
        messages.add(new Message(clock.nowNs() + delayNs, ++sent, clock.cause(), delivery));
        return sent;
    }

    @Override
    public void ipi(int sender, int target, long delayNs) {
        send(delayNs, () -> kernel.cpu(target).onIpi(sender));
    }

    @Override
    public void csdUnlocked(int target, int sender, long delayNs) {
        send(delayNs, () -> kernel.cpu(sender).onCsdUnlocked(target));
    }

    @Override
    public long resume(int cpu, long delayNs) {
        return send(delayNs, () -> kernel.cpu(cpu).onResume());
    }

    @Override
    public void cancel(long handle) {
        messages.removeIf(message -> message.number() == handle);
    }

    @Override
    public void wake(int cpu, int thread, long delayNs) {
        send(delayNs, () -> kernel.cpu(cpu).onWake(thread));
    }

    @Override
    public void lockGranted(int cpu, long delayNs) {
        send(delayNs, () -> kernel.cpu(cpu).onLockGranted());
    }

    @Override
    public void drainStores(int cpu, long delayNs) {
        send(delayNs, () -> kernel.cpu(cpu).onStoreDrain());
    }

    @Override
    public void invalidate(
            int initiator, int tlb, InvalidationScope scope, int mm, long va, long length, long delayNs) {
        send(
                delayNs,
                () -> kernel.tlb(tlb)
                        .onInvalidate(
                                initiator,
                                mm,
                                va,
                                length,
                                scope == InvalidationScope.SCOPE_RANGE || scope == InvalidationScope.SCOPE_PID));
    }

    @Override
    public void invalidationDone(int tlb, int initiator, long delayNs) {
        send(delayNs, () -> kernel.cpu(initiator).onInvalidationDone(tlb));
    }

    @Override
    public void operationDone(int process, int thread, int error) {
        send(0, () -> processes.get(process - 1).onOperationDone(thread, error));
    }

    @Override
    public void startProcess(int process, long delayNs) {
        send(delayNs, processes.get(process - 1)::onStart);
    }

    @Override
    public boolean advanceTo(long timeNs) {
        if (!messages.isEmpty() && messages.element().timeNs() <= timeNs) {
            return false;
        }
        clock.deliver(timeNs, clock.cause());
        return true;
    }
}
