package org.mmsim.engine.check;

import static org.mmsim.protocol.Event.FOLIO_REFS_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.OPERATION_FINISHED_FIELD_NUMBER;

import java.util.Map;
import java.util.TreeMap;
import org.mmsim.engine.event.Fact;
import org.mmsim.engine.event.Recorder;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.memory.Folios;
import org.mmsim.engine.memory.PageFlags;
import org.mmsim.protocol.Check;
import org.mmsim.protocol.Operation;

/** A small anonymous page that is pinned when the call returns is its process's own, and stays so (FK-2). */
final class PinChecks {
    /** GUP_PIN_COUNTING_BIAS. */
    private static final int PIN_BIAS = 1024;

    private final Machine machine;
    private final Operations operations;
    private final Violations violations;
    /** Pins that a thread's operation has taken and not given back, by folio. */
    private final Map<Integer, Map<Long, Long>> taken = new TreeMap<>();

    /**
     * @param operations told of a fact before this
     */
    PinChecks(Machine machine, Operations operations, Violations violations) {
        this.machine = machine;
        this.operations = operations;
        this.violations = violations;
    }

    void observe(Recorder recorder) {
        recorder.observe(this::pinned, FOLIO_REFS_ADDED_FIELD_NUMBER);
        recorder.observe(this::finished, OPERATION_FINISHED_FIELD_NUMBER);
    }

    private void finished(Fact f) {
        Map<Long, Long> pins = taken.remove((int) f.a);
        if (pins != null) {
            pins.forEach((folio, count) -> {
                Folios folios = machine.folios();
                if (count > 0 && folios.has(folio, PageFlags.ANON) && !folios.exclusive(folio)) {
                    violations.report(Check.CHECK_PINNED, folio, folios.refs(folio));
                }
            });
        }
    }

    private void pinned(Fact f) {
        if (f.b % PIN_BIAS != 0) {
            return;
        }
        int thread = machine.cpu(f.actorIndex()).thread();
        Operations.Running at = operations.of(thread);
        if (at != null && at.operation == Operation.OP_PIN && machine.folios().order(f.a) == 0) {
            taken.computeIfAbsent(thread, t -> new TreeMap<>()).merge(f.a, f.b, Long::sum);
        }
    }
}
