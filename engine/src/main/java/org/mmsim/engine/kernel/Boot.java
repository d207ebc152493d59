package org.mmsim.engine.kernel;

import static org.mmsim.protocol.Event.THP_CONTROL_CHANGED_FIELD_NUMBER;

import java.util.List;
import org.mmsim.engine.cpu.Kernel;
import org.mmsim.engine.event.ActorIds;
import org.mmsim.engine.machine.ThpControls;
import org.mmsim.engine.workload.Op;

/** What is set before the first process. */
public final class Boot {
    private Boot() {}

    /** Writes the controls of huge pages that are to differ from those of a machine that has just booted. */
    public static void configure(Kernel kernel, List<Op.SetThp> controls) {
        ThpControls thp = kernel.machine().thp();
        for (Op.SetThp set : controls) {
            if (thp.get(set.control(), set.order()) != set.value()) {
                kernel.recorder()
                        .record(
                                THP_CONTROL_CHANGED_FIELD_NUMBER,
                                ActorIds.MACHINE,
                                set.control().getNumber(),
                                set.order(),
                                set.value());
            }
        }
    }
}
