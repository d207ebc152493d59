package org.mmsim.scenarios.run;

import org.mmsim.engine.event.FactSink;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.machine.MachineSnapshot;
import org.mmsim.storage.JournalWriter;

/** Puts the facts of a machine in a journal, with a snapshot of the machine where one is due. */
final class JournalSink implements FactSink {
    private final Machine machine;
    private final JournalWriter writer;
    private final OperationProgress operation;

    JournalSink(Machine machine, JournalWriter writer, OperationProgress operation) {
        this.machine = machine;
        this.writer = writer;
        this.operation = operation;
    }

    @Override
    public void append(int type, long timeNs, int actor, long cause, long a, long b, long c, long d) {
        writer.append(type, timeNs, actor, cause, a, b, c, d);
        operation.see(type, actor, a, b, c, d);
        if (writer.snapshotDue()) {
            writer.snapshot(MachineSnapshot.write(machine));
        }
    }
}
