package org.mmsim.engine.kernel;

import static org.mmsim.protocol.Event.THP_CONTROL_CHANGED_FIELD_NUMBER;

import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.folio.Lru;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.protocol.ThpControl;

/** What an administrator does to the whole machine through /sys and /proc. */
public final class Housekeeping {
    private static final Program<WriteThpControl> WRITE = Program.<WriteThpControl>of(KernelFunction.no_function)
            .step((cpu, f) -> cpu.spend(CostId.SYSCALL))
            .step((cpu, f) -> cpu.record(THP_CONTROL_CHANGED_FIELD_NUMBER, f.control.getNumber(), f.order, f.value))
            .build();

    private static final Program<Drain> DRAIN = Program.<Drain>of(KernelFunction.lru_add_drain_all)
            .step((cpu, f) -> cpu.spend(CostId.SYSCALL))
            .step((cpu, f) -> drainAll(cpu))
            .build();

    private Housekeeping() {}

    /** Writes a file of /sys/kernel/mm/transparent_hugepage. */
    public static Frame writeThpControl(ThpControl control, int order, int value) {
        return new WriteThpControl(control, order, value);
    }

    /** lru_add_drain_all. */
    public static Frame drain() {
        return new Drain();
    }

    /** The work that the kernel queues on each CPU takes no time there. */
    private static void drainAll(Cpu cpu) {
        for (int i = 0; i < cpu.machine().cpuCount(); i++) {
            Lru.drainAll(cpu.kernel().cpu(i));
        }
    }

    private static final class WriteThpControl extends Frame {
        private final ThpControl control;
        private final int order;
        private final int value;

        WriteThpControl(ThpControl control, int order, int value) {
            super(WRITE);
            this.control = control;
            this.order = order;
            this.value = value;
        }
    }

    private static final class Drain extends Frame {
        Drain() {
            super(DRAIN);
        }
    }
}
