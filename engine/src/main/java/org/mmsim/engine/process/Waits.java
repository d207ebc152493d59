package org.mmsim.engine.process;

import static org.mmsim.protocol.Event.BARRIER_PASSED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.BARRIER_REACHED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.THREAD_SLEPT_FIELD_NUMBER;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/** Operations that do nothing but wait, and the barriers they wait at. */
final class Waits {
    private static final Program<Sleep> SLEEP = Program.<Sleep>of(KernelFunction.no_function)
            .step((cpu, f) -> cpu.spend(CostId.SYSCALL))
            .step((cpu, f) -> f.sleep(cpu))
            .build();

    private static final Program<Compute> COMPUTE = Program.<Compute>of(KernelFunction.no_function)
            .step((cpu, f) -> cpu.spend(f.ns))
            .build();

    private static final Program<BarrierWait> BARRIER = Program.<BarrierWait>of(KernelFunction.no_function)
            .step((cpu, f) -> cpu.spend(CostId.SYSCALL))
            .step((cpu, f) -> f.arrive(cpu))
            .build();

    /** Threads that wait, by barrier. */
    private final Map<Integer, List<Integer>> waiting = new TreeMap<>();

    Frame sleep(long ns) {
        return new Sleep(ns);
    }

    Frame compute(long ns) {
        return new Compute(ns);
    }

    Frame barrier(int barrier, int parties) {
        return new BarrierWait(barrier, parties);
    }

    private static final class Sleep extends Frame {
        private final long ns;

        Sleep(long ns) {
            super(SLEEP);
            this.ns = ns;
        }

        void sleep(Cpu cpu) {
            int thread = cpu.current().thread();
            cpu.follow(cpu.record(THREAD_SLEPT_FIELD_NUMBER, thread, cpu.nowNs() + ns));
            cpu.kernel().ports().wake(cpu.index(), thread, ns);
            cpu.block();
        }
    }

    private static final class Compute extends Frame {
        private final long ns;

        Compute(long ns) {
            super(COMPUTE);
            this.ns = ns;
        }
    }

    private final class BarrierWait extends Frame {
        private final int barrier;
        private final int parties;

        BarrierWait(int barrier, int parties) {
            super(BARRIER);
            this.barrier = barrier;
            this.parties = parties;
        }

        void arrive(Cpu cpu) {
            List<Integer> others = waiting.computeIfAbsent(barrier, b -> new ArrayList<>());
            int thread = cpu.current().thread();
            int missing = parties - others.size() - 1;
            cpu.follow(cpu.record(BARRIER_REACHED_FIELD_NUMBER, thread, barrier, missing));
            if (missing > 0) {
                others.add(thread);
                cpu.block();
                return;
            }
            waiting.remove(barrier);
            cpu.follow(cpu.record(BARRIER_PASSED_FIELD_NUMBER, thread, barrier));
            for (int other : others) {
                int target = cpu.machine().cpuOfThread(other);
                cpu.spend(CostId.IPI_SEND);
                cpu.kernel().ports().wake(target, other, cpu.spentNs() + cpu.cost(CostId.IPI_WIRE, target));
            }
        }
    }
}
