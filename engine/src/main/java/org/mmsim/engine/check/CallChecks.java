package org.mmsim.engine.check;

import static org.mmsim.protocol.Event.CSD_QUEUED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FUNCTION_ENTERED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.IPI_HANDLED_FIELD_NUMBER;

import org.mmsim.engine.event.Fact;
import org.mmsim.engine.event.Recorder;
import org.mmsim.engine.machine.Machine;
import org.mmsim.protocol.Check;
import org.mmsim.protocol.KernelFunction;

/** Calls across CPUs (TLB-8, GL-7). */
final class CallChecks {
    private final Machine machine;
    private final Violations violations;

    CallChecks(Machine machine, Violations violations) {
        this.machine = machine;
        this.violations = violations;
    }

    void observe(Recorder recorder) {
        recorder.observe(this::queued, CSD_QUEUED_FIELD_NUMBER);
        recorder.observe(this::handled, IPI_HANDLED_FIELD_NUMBER);
        recorder.observe(this::entered, FUNCTION_ENTERED_FIELD_NUMBER);
    }

    private void queued(Fact f) {
        if (machine.cpu(f.actorIndex()).csdLocked((int) f.a)) {
            violations.report(Check.CHECK_CSD, f.a, f.actorIndex());
        }
    }

    private void handled(Fact f) {
        if (!machine.cpu((int) f.a).csdLocked(f.actorIndex())) {
            violations.report(Check.CHECK_CSD, f.actorIndex(), f.a);
        }
    }

    private void entered(Fact f) {
        if (f.a == KernelFunction.smp_call_function_many_VALUE
                && machine.cpu(f.actorIndex()).irqsOff()) {
            violations.report(Check.CHECK_WAIT_WITH_IRQS_OFF, f.actorIndex(), 0);
        }
    }
}
