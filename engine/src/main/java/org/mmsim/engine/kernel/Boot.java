package org.mmsim.engine.kernel;

import static org.mmsim.protocol.Event.THP_CONTROL_CHANGED_FIELD_NUMBER;

import org.mmsim.engine.cpu.Kernel;
import org.mmsim.engine.cpu.ThpPolicy;
import org.mmsim.engine.event.ActorIds;
import org.mmsim.engine.machine.ThpControls;
import org.mmsim.protocol.ThpControl;

/** What the kernel's command line sets before the first process. */
public final class Boot {
    private Boot() {}

    /** transparent_hugepage=never, where the policy says so; the machine comes up with always. */
    public static void configure(Kernel kernel) {
        if (kernel.policies().thp() == ThpPolicy.NEVER) {
            kernel.recorder()
                    .record(
                            THP_CONTROL_CHANGED_FIELD_NUMBER,
                            ActorIds.MACHINE,
                            ThpControl.THP_GLOBAL_ENABLED_VALUE,
                            0,
                            ThpControls.NEVER);
        }
    }
}
