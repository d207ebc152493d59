package org.mmsim.actors;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.mmsim.engine.cpu.Ports;
import org.mmsim.engine.event.Clock;
import org.mmsim.protocol.CpuMessage;
import org.mmsim.protocol.CsdUnlocked;
import org.mmsim.protocol.Invalidate;
import org.mmsim.protocol.InvalidationScope;
import org.mmsim.protocol.Ipi;
import org.mmsim.protocol.LockGranted;
import org.mmsim.protocol.OperationDone;
import org.mmsim.protocol.ProcessMessage;
import org.mmsim.protocol.Resume;
import org.mmsim.protocol.Start;
import org.mmsim.protocol.StoreDrain;
import org.mmsim.protocol.TlbInvalidationDone;
import org.mmsim.protocol.TlbMessage;
import org.mmsim.protocol.Wake;

/**
 * Turns what the engine sends into messages between actors. Messages are immutable, so those that
 * carry nothing but who sent them are made once.
 */
final class MessagePorts implements Ports {
    private static final CpuMessage RESUME =
            CpuMessage.newBuilder().setResume(Resume.getDefaultInstance()).build();
    private static final CpuMessage STORE_DRAIN = CpuMessage.newBuilder()
            .setStoreDrain(StoreDrain.getDefaultInstance())
            .build();
    private static final CpuMessage LOCK_GRANTED = CpuMessage.newBuilder()
            .setLockGranted(LockGranted.getDefaultInstance())
            .build();

    static final ProcessMessage START =
            ProcessMessage.newBuilder().setStart(Start.getDefaultInstance()).build();

    private final Clock clock;
    private final TimeQueue queue;
    private final List<ActorRef<Envelope<CpuMessage>>> cpus = new ArrayList<>();
    private final List<ActorRef<Envelope<TlbMessage>>> tlbs = new ArrayList<>();
    private final List<ActorRef<Envelope<ProcessMessage>>> processes = new ArrayList<>();
    private final CpuMessage[] ipiFrom;
    private final CpuMessage[] csdUnlockedBy;
    private final CpuMessage[] invalidationDoneBy;
    /** The last invalidation sent, which a broadcast repeats for every TLB. */
    private TlbMessage lastInvalidation = TlbMessage.getDefaultInstance();

    MessagePorts(SimulationRun run, int cpuCount) {
        clock = run.clock();
        queue = run.queue();
        ipiFrom = messages(
                cpuCount, i -> CpuMessage.newBuilder().setIpi(Ipi.newBuilder().setSender(i)));
        csdUnlockedBy = messages(
                cpuCount,
                i -> CpuMessage.newBuilder()
                        .setCsdUnlocked(CsdUnlocked.newBuilder().setTarget(i)));
        invalidationDoneBy = messages(
                cpuCount,
                i -> CpuMessage.newBuilder()
                        .setTlbInvalidationDone(TlbInvalidationDone.newBuilder().setTlb(i)));
    }

    private static CpuMessage[] messages(int count, IntFunction<CpuMessage.Builder> maker) {
        return IntStream.range(0, count).mapToObj(i -> maker.apply(i).build()).toArray(CpuMessage[]::new);
    }

    void addCpu(ActorRef<Envelope<CpuMessage>> cpu) {
        cpus.add(cpu);
    }

    void addTlb(ActorRef<Envelope<TlbMessage>> tlb) {
        tlbs.add(tlb);
    }

    void addProcess(ActorRef<Envelope<ProcessMessage>> process) {
        processes.add(process);
    }

    private <M> int send(ActorRef<Envelope<M>> target, M message, long delayNs) {
        return queue.add(clock.nowNs() + delayNs, clock.cause(), target, message);
    }

    @Override
    public void ipi(int sender, int target, long delayNs) {
        send(cpus.get(target), ipiFrom[sender], delayNs);
    }

    @Override
    public void csdUnlocked(int target, int sender, long delayNs) {
        send(cpus.get(sender), csdUnlockedBy[target], delayNs);
    }

    @Override
    public long resume(int cpu, long delayNs) {
        return send(cpus.get(cpu), RESUME, delayNs);
    }

    @Override
    public void cancel(long handle) {
        queue.cancel((int) handle);
    }

    @Override
    public void wake(int cpu, int thread, long delayNs) {
        send(
                cpus.get(cpu),
                CpuMessage.newBuilder()
                        .setWake(Wake.newBuilder().setThread(thread))
                        .build(),
                delayNs);
    }

    @Override
    public void lockGranted(int cpu, long delayNs) {
        send(cpus.get(cpu), LOCK_GRANTED, delayNs);
    }

    @Override
    public void drainStores(int cpu, long delayNs) {
        send(cpus.get(cpu), STORE_DRAIN, delayNs);
    }

    @Override
    public void invalidate(
            int initiator, int tlb, InvalidationScope scope, int mm, long va, long length, long delayNs) {
        Invalidate last = lastInvalidation.getInvalidate();
        boolean same = lastInvalidation.hasInvalidate()
                && last.getInitiator() == initiator
                && last.getScope() == scope
                && last.getMm() == mm
                && last.getVa() == va
                && last.getLength() == length;
        if (!same) {
            lastInvalidation = TlbMessage.newBuilder()
                    .setInvalidate(Invalidate.newBuilder()
                            .setInitiator(initiator)
                            .setScope(scope)
                            .setMm(mm)
                            .setVa(va)
                            .setLength(length))
                    .build();
        }
        send(tlbs.get(tlb), lastInvalidation, delayNs);
    }

    @Override
    public void invalidationDone(int tlb, int initiator, long delayNs) {
        send(cpus.get(initiator), invalidationDoneBy[tlb], delayNs);
    }

    @Override
    public void operationDone(int process, int thread, int error) {
        ProcessMessage done = ProcessMessage.newBuilder()
                .setOperationDone(OperationDone.newBuilder().setThread(thread).setError(error))
                .build();
        send(processes.get(process - 1), done, 0);
    }

    @Override
    public void startProcess(int process, long delayNs) {
        send(processes.get(process - 1), START, delayNs);
    }

    @Override
    public boolean advanceTo(long timeNs) {
        if (queue.earliestNs() <= timeNs) {
            return false;
        }
        clock.deliver(timeNs, clock.cause());
        return true;
    }
}
