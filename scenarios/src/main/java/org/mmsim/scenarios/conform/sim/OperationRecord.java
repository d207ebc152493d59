package org.mmsim.scenarios.conform.sim;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.mmsim.protocol.TlbInstruction;
import org.mmsim.scenarios.conform.recording.CompactJson;
import org.mmsim.scenarios.conform.recording.OpField;
import org.mmsim.scenarios.conform.script.Action;
import org.mmsim.scenarios.conform.script.Script;
import org.mmsim.scenarios.conform.script.Statement;

/** What has happened since an operation began. */
final class OperationRecord {
    private final AccessRecord accesses = new AccessRecord();
    private long minorFaults;
    private long majorFaults;
    private long counted;
    /** By the instruction's name. */
    private final Map<String, Long> tlb = new TreeMap<>();

    void fault(boolean major) {
        minorFaults += major ? 0 : 1;
        majorFaults += major ? 1 : 0;
    }

    AccessRecord accesses() {
        return accesses;
    }

    void tlbInstructions(long instruction, long nr) {
        tlb.merge(TlbInstruction.forNumber((int) instruction).name(), nr, Long::sum);
    }

    /** The operation returned a number. */
    void count(long value) {
        counted = value;
    }

    /** What the program that makes recordings reports of the operation. */
    Map<OpField, String> fields(Statement statement, long error) {
        Map<OpField, String> fields = new EnumMap<>(OpField.class);
        Action action = statement instanceof Statement.OfProcess of ? of.action() : null;
        boolean touches = action instanceof Action.Read || action instanceof Action.Write;
        if (touches) {
            accesses.report(action instanceof Action.Read, fields);
        } else if (action instanceof Action.Mincore) {
            fields.put(OpField.INCORE, Long.toString(counted));
        } else if (action instanceof Action.GetRef) {
            fields.put(OpField.BYTES, Long.toString(error == 0 ? counted * Script.PAGE_BYTES : -1));
        }
        boolean failed = touches ? accesses.failed() : error != 0;
        fields.put(OpField.RC, failed ? "-1" : "0");
        if (failed) {
            // A signal leaves errno alone.
            fields.put(OpField.ERRNO, Long.toString(touches ? 0 : error));
        }
        boolean countsFaults = action != null && !(action instanceof Action.Fork) && action != Action.Simple.EXIT;
        if (countsFaults) {
            fields.put(OpField.MINFLT, Long.toString(minorFaults));
            fields.put(OpField.MAJFLT, Long.toString(majorFaults));
        }
        fields.put(OpField.TLB, CompactJson.counts(tlb));
        return fields;
    }
}
