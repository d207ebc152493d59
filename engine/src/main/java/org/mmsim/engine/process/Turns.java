package org.mmsim.engine.process;

import java.util.Map;
import java.util.TreeMap;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/** One order for the operations of many threads: a thread waits for its turn and then lets the next one begin. */
final class Turns {
    private static final Program<Await> AWAIT = Program.<Await>of(KernelFunction.no_function)
            .step((cpu, f) -> f.arrive(cpu))
            .build();

    private static final Program<Pass> PASS = Program.<Pass>of(KernelFunction.no_function)
            .step((cpu, f) -> f.turns.pass(cpu))
            .build();

    /** The thread that waits for a turn. */
    private final Map<Integer, Integer> waiting = new TreeMap<>();

    private int turn;

    Frame await(int wanted) {
        return new Await(wanted);
    }

    Frame pass() {
        return new Pass(this);
    }

    /** Begins the next turn. */
    void pass(Cpu cpu) {
        turn++;
        Integer thread = waiting.remove(turn);
        if (thread != null) {
            int target = cpu.machine().cpuOfThread(thread);
            cpu.kernel().ports().wake(target, thread, cpu.spentNs() + cpu.cost(CostId.IPI_WIRE, target));
        }
    }

    private final class Await extends Frame {
        private final int wanted;

        Await(int wanted) {
            super(AWAIT);
            this.wanted = wanted;
        }

        void arrive(Cpu cpu) {
            if (turn < wanted) {
                waiting.put(wanted, cpu.current().thread());
                cpu.block();
            }
        }
    }

    private static final class Pass extends Frame {
        private final Turns turns;

        Pass(Turns turns) {
            super(PASS);
            this.turns = turns;
        }
    }
}
