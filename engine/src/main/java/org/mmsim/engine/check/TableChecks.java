package org.mmsim.engine.check;

import static org.mmsim.protocol.Event.FREED_TABLE_WALKED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TABLE_ALLOCATED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TABLE_FREED_FIELD_NUMBER;

import java.util.Map;
import java.util.TreeMap;
import org.mmsim.engine.event.Fact;
import org.mmsim.engine.event.Recorder;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.protocol.Check;

/** Tables are freed once nothing leads to them, neither an entry nor a walk cache, and none is lost. */
final class TableChecks {
    private final Machine machine;
    private final Violations violations;
    /** Tables of each address space that have been allocated and not freed. */
    private final Map<Integer, Integer> held = new TreeMap<>();

    TableChecks(Machine machine, Violations violations) {
        this.machine = machine;
        this.violations = violations;
    }

    void observe(Recorder recorder) {
        recorder.observe(this::changed, TABLE_ALLOCATED_FIELD_NUMBER, TABLE_FREED_FIELD_NUMBER);
        recorder.observe(f -> violations.report(Check.CHECK_WALK_CACHE, f.d, 1), FREED_TABLE_WALKED_FIELD_NUMBER);
    }

    private void changed(Fact f) {
        int pointers = f.type == TABLE_FREED_FIELD_NUMBER ? machine.usablePointers(f.d) : 0;
        if (pointers > 0) {
            violations.report(Check.CHECK_WALK_CACHE, f.d, pointers);
        }
        int mm = (int) f.a;
        held.merge(mm, f.type == TABLE_ALLOCATED_FIELD_NUMBER ? 1 : -1, Integer::sum);
        boolean top = f.c == machine.format().levels() - 1;
        if (f.type == TABLE_FREED_FIELD_NUMBER && !top) {
            Table linked = machine.mm(mm).pageTable().table(f.b, (int) f.c);
            if (linked != null && linked.address == f.d) {
                violations.report(Check.CHECK_TABLES, f.b, 1);
            }
        }
    }

    /** When no grace period is left to end: what is held is what can be reached. */
    void atEnd() {
        for (Mm mm : machine.mms()) {
            int held = this.held.getOrDefault(mm.id(), 0);
            if (held > 0 && held != reachable(mm.pageTable().root())) {
                violations.report(Check.CHECK_TABLES, 0, held);
            }
        }
    }

    private static int reachable(Table table) {
        int count = 1 + table.deposits().size();
        for (int i = table.nextUsed(0); table.level > 0 && i < table.size(); i = table.nextUsed(i + 1)) {
            Table child = table.child(i);
            count += child == null ? 0 : reachable(child);
        }
        return count;
    }
}
