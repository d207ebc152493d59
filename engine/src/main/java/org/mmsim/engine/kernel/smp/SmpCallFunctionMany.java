package org.mmsim.engine.kernel.smp;

import static org.mmsim.protocol.Event.CSD_QUEUED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.IPI_SENT_FIELD_NUMBER;

import org.mmsim.engine.cpu.CallData;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/**
 * smp_call_function_many with wait: a csd on every target's call_single_queue, an IPI to those whose
 * queue was empty, and csd_lock_wait for each csd in the order of the CPUs (kernel/smp.c).
 */
public final class SmpCallFunctionMany extends Frame {
    private static final Program<SmpCallFunctionMany> PROGRAM = Program.<SmpCallFunctionMany>of(
                    KernelFunction.smp_call_function_many)
            .loop((cpu, f) -> f.next(f.targets, cpu) >= 0)
            .step((cpu, f) -> f.queue(cpu))
            .end()
            .step((cpu, f) -> f.position = -1)
            .loop((cpu, f) -> f.next(f.ipis, cpu) >= 0)
            .step((cpu, f) -> f.send(cpu))
            .end()
            .when((cpu, f) -> f.local)
            .irqsOff()
            .step((cpu, f) -> f.call.runOn(cpu))
            .irqsOn()
            .end()
            .step((cpu, f) -> f.position = -1)
            .await((cpu, f) -> f.csdLockWait(cpu))
            .step((cpu, f) -> cpu.endCall())
            .build();

    private final long[] targets;
    private final long[] ipis;
    private final CallData call;
    private final boolean local;
    /** The last CPU dealt with in the loop at hand. */
    private int position = -1;
    /** When the sender is through with looking at the csds so far. */
    private long lookedNs;

    public SmpCallFunctionMany(long[] targets, CallData call) {
        this(targets, call, false);
    }

    /**
     * on_each_cpu_cond_mask.
     *
     * @param local whether this CPU runs the function as well, while the others do
     */
    public SmpCallFunctionMany(long[] targets, CallData call, boolean local) {
        super(PROGRAM);
        this.local = local;
        this.targets = targets;
        this.call = call;
        ipis = new long[targets.length];
    }

    /** The next CPU of the mask behind {@link #position}, other than this one, or −1. */
    private int next(long[] mask, Cpu self) {
        int from = position + 1;
        int word = from >>> 6;
        if (word >= mask.length) {
            return -1;
        }
        long bits = mask[word] & -1L << from;
        while (true) {
            if (word == self.index() >>> 6) {
                bits &= ~(1L << self.index());
            }
            if (bits != 0) {
                return (word << 6) + Long.numberOfTrailingZeros(bits);
            }
            if (++word == mask.length) {
                return -1;
            }
            bits = mask[word];
        }
    }

    /** One target, or all of them in one step where steps are coarse. */
    private void queue(Cpu cpu) {
        cpu.beginCall(call);
        boolean one = cpu.kernel().fine();
        int target = next(targets, cpu);
        do {
            position = target;
            if (!call.wants(cpu.kernel().cpu(target))) {
                targets[target >>> 6] &= ~(1L << target);
                target = next(targets, cpu);
                continue;
            }
            boolean wasEmpty = cpu.machine().cpu(target).queueLength() == 0;
            cpu.record(CSD_QUEUED_FIELD_NUMBER, target);
            cpu.expectAcknowledgement(target);
            long atNs = cpu.nowNs() + cpu.spentNs();
            cpu.spend(cpu.kernel().csdQueueLine(target).use(cpu.cost(CostId.CSD_QUEUE, target), atNs));
            if (wasEmpty) {
                ipis[target >>> 6] |= 1L << target;
            }
            target = next(targets, cpu);
        } while (!one && target >= 0);
    }

    private void send(Cpu cpu) {
        boolean one = cpu.kernel().fine();
        long cause = cpu.kernel().clock().cause();
        int target = next(ipis, cpu);
        do {
            position = target;
            cpu.spend(CostId.IPI_SEND);
            cpu.follow(cpu.record(IPI_SENT_FIELD_NUMBER, target));
            cpu.kernel().ports().ipi(cpu.index(), target, cpu.spentNs() + cpu.cost(CostId.IPI_WIRE, target));
            cpu.follow(cause);
            target = next(ipis, cpu);
        } while (!one && target >= 0);
    }

    /**
     * Looks at the csds one after another. An unlocked csd costs the transfer of its line, which its
     * target has modified; one that is seen the moment it is unlocked has been paid for on its way.
     */
    private long csdLockWait(Cpu cpu) {
        for (int target = next(targets, cpu); target >= 0; target = next(targets, cpu)) {
            long unlockedNs = cpu.acknowledgedNs(target);
            if (unlockedNs == Cpu.NOT_ACKNOWLEDGED) {
                return Program.NOT_YET;
            }
            lookedNs = Math.max(lookedNs + cpu.cost(CostId.LINE_TRANSFER, target), unlockedNs);
            position = target;
        }
        return Math.max(0, lookedNs - cpu.nowNs());
    }
}
