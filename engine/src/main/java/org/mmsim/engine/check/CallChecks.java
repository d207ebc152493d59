package org.mmsim.engine.check;

import static org.mmsim.protocol.Event.CSD_QUEUED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FUNCTION_ENTERED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.IPI_HANDLED_FIELD_NUMBER;

import java.util.List;
import org.mmsim.engine.event.Fact;
import org.mmsim.engine.event.Observer;
import org.mmsim.engine.machine.Machine;
import org.mmsim.protocol.Check;
import org.mmsim.protocol.KernelFunction;

/** Calls across CPUs (TLB-8, GL-7). */
final class CallChecks implements Observer {
    private final Machine machine;
    private final Violations violations;

    CallChecks(Machine machine, Violations violations) {
        this.machine = machine;
        this.violations = violations;
    }

    @Override
    public List<Integer> types() {
        return List.of(CSD_QUEUED_FIELD_NUMBER, IPI_HANDLED_FIELD_NUMBER, FUNCTION_ENTERED_FIELD_NUMBER);
    }

    @Override
    public void observe(Fact f) {
        int actor = f.actorIndex();
        switch (f.type) {
            case CSD_QUEUED_FIELD_NUMBER -> {
                if (machine.cpu(actor).csdLocked((int) f.a)) {
                    violations.report(Check.CHECK_CSD, f.a, actor);
                }
            }
            case IPI_HANDLED_FIELD_NUMBER -> {
                if (!machine.cpu((int) f.a).csdLocked(actor)) {
                    violations.report(Check.CHECK_CSD, actor, f.a);
                }
            }
            default -> {
                if (f.a == KernelFunction.smp_call_function_many_VALUE
                        && machine.cpu(actor).irqsOff()) {
                    violations.report(Check.CHECK_WAIT_WITH_IRQS_OFF, actor, 0);
                }
            }
        }
    }
}
