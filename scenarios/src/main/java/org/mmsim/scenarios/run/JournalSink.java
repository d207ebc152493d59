package org.mmsim.scenarios.run;

import org.mmsim.engine.event.FactSink;
import org.mmsim.storage.JournalWriter;

/** Puts the facts of a machine in a journal. */
final class JournalSink implements FactSink {
    private final JournalWriter writer;

    JournalSink(JournalWriter writer) {
        this.writer = writer;
    }

    @Override
    public void append(int type, long timeNs, int actor, long cause, long a, long b, long c, long d) {
        writer.append(type, timeNs, actor, cause, a, b, c, d);
        if (writer.snapshotDue()) {
            writer.snapshot(MachineSnapshot.write(machine));
        }
    }
}
