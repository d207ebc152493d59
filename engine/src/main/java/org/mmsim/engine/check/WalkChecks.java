package org.mmsim.engine.check;

import static org.mmsim.protocol.Event.*;

import java.util.Set;
import java.util.TreeSet;
import org.mmsim.engine.event.Fact;
import org.mmsim.engine.event.Recorder;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.protocol.Check;
import org.mmsim.protocol.WalkOutcome;
import org.mmsim.protocol.WalkerClass;

/** Lockless walks and those who wait for them (GL-1 to GL-4). */
final class WalkChecks {
    private final Machine machine;
    private final PageTableFormat format;
    private final Violations violations;
    /** The walk each CPU is in. */
    private final Walk[] walks;
    /** Huge entries whose clearing is decided on and waited for but not visible yet, per mm and address. */
    private final Set<Long> invisiblyCleared = new TreeSet<>();

    private static final class Walk {
        boolean running;
        /** Whether the counter, if there is one, still counts it. */
        boolean counted;

        boolean pointer;
        int mm;
        long va;
        long tableAddress;
        long leaf;
        boolean serialisedMeanwhile;
        /** Whether the entry has mapped the page since the walker took its reference. */
        boolean mappedSinceGrab;

        boolean grabbed;
    }

    WalkChecks(Machine machine, Violations violations) {
        this.machine = machine;
        this.format = machine.format();
        this.violations = violations;
        walks = new Walk[machine.cpuCount()];
        java.util.Arrays.setAll(walks, i -> new Walk());
    }

    void observe(Recorder recorder) {
        recorder.observe(this::begun, WALK_BEGUN_FIELD_NUMBER);
        recorder.observe(this::read, WALK_ENTRY_READ_FIELD_NUMBER);
        recorder.observe(this::used, WALK_ENTRY_USED_FIELD_NUMBER);
        recorder.observe(this::ended, WALK_ENDED_FIELD_NUMBER);
        recorder.observe(this::counted, WALK_COUNTER_ADDED_FIELD_NUMBER);
        recorder.observe(f -> serialised(f, true), SERIALISE_SKIPPED_FIELD_NUMBER);
        recorder.observe(f -> serialised(f, false), SERIALISE_FINISHED_FIELD_NUMBER);
        recorder.observe(this::cleared, PTE_CLEARED_FIELD_NUMBER);
        recorder.observe(this::set, PTE_SET_FIELD_NUMBER);
        recorder.observe(this::grabbed, FOLIO_REFS_ADDED_FIELD_NUMBER);
        recorder.observe(this::tableFreed, TABLE_FREED_FIELD_NUMBER);
    }

    private void cleared(Fact f) {
        if (f.c == 1 && !invisiblyCleared.isEmpty()) {
            invisiblyCleared.remove(key(f.a, f.b));
        }
    }

    private static long key(long mm, long va) {
        return va | mm;
    }

    private void begun(Fact f) {
        Walk walk = walks[f.actorIndex()];
        walk.running = true;
        walk.counted = true;
        walk.pointer = f.c == WalkerClass.WALKER_PTE_POINTER_VALUE;
        walk.mm = (int) f.a;
        walk.va = f.b;
        walk.leaf = 0;
        walk.serialisedMeanwhile = false;
        walk.grabbed = false;
        walk.mappedSinceGrab = false;
        walk.tableAddress = machine.mm(walk.mm).pageTable().root().address;
    }

    private void read(Fact f) {
        Walk walk = walks[f.actorIndex()];
        if (!format.valid(f.d)) {
            return;
        }
        if (!format.leaf((int) f.c, f.d)) {
            walk.tableAddress = format.tableAddress(f.d);
            return;
        }
        walk.leaf = f.d;
        if (!invisiblyCleared.isEmpty() && invisiblyCleared.contains(key(f.a, f.b & -format.span(1)))) {
            violations.report(Check.CHECK_WALK_COUNTER, f.b, f.actorIndex());
        }
    }

    private void used(Fact f) {
        Walk walk = walks[f.actorIndex()];
        boolean becameTable = format.present(f.d) && !format.leaf((int) f.c, f.d);
        if (becameTable || walk.pointer && walk.serialisedMeanwhile) {
            violations.report(Check.CHECK_PTE_POINTER, f.b, f.d);
        }
    }

    private void ended(Fact f) {
        Walk walk = walks[f.actorIndex()];
        if (f.c == WalkOutcome.WALK_PINNED_VALUE && !walk.mappedSinceGrab) {
            violations.report(Check.CHECK_GUP_PIN, f.b, walk.leaf);
        }
        walk.running = false;
        walk.counted = false;
    }

    private void counted(Fact f) {
        Mm mm = machine.mm((int) f.a);
        long value = (f.c < 0 ? mm.walkCounter() : mm.walkCounter((int) f.c)) + f.b;
        if (value < 0) {
            violations.report(Check.CHECK_WALK_COUNTER, value, f.actorIndex());
        }
        if (f.b < 0) {
            walks[f.actorIndex()].counted = false;
        }
    }

    /** The changer of an entry goes on: nobody may still be about to use what the entry was. */
    private void serialised(Fact f, boolean skipped) {
        for (int cpu = 0; cpu < walks.length; cpu++) {
            Walk walk = walks[cpu];
            boolean same = walk.running && walk.mm == f.a && (walk.va & -format.span(1)) == f.b;
            if (same && walk.leaf != 0) {
                walk.serialisedMeanwhile = true;
                if (skipped && walk.counted) {
                    violations.report(Check.CHECK_WALK_COUNTER, f.b, cpu);
                }
            }
        }
        long entry = machine.mm((int) f.a).pageTable().entry(f.b, 1);
        if (skipped && format.valid(entry) && format.leaf(1, entry)) {
            invisiblyCleared.add(key(f.a, f.b));
        }
    }

    private void grabbed(Fact f) {
        if (f.b <= 0) {
            return;
        }
        Walk walk = walks[f.actorIndex()];
        if (walk.running) {
            walk.grabbed = true;
            walk.mappedSinceGrab = machine.mm(walk.mm).pageTable().leaf(walk.va) == walk.leaf;
        }
    }

    /** The same page may come back to the same place while the walker holds its reference. */
    private void set(Fact f) {
        long span = format.span((int) f.c);
        for (Walk walk : walks) {
            if (walk.running && walk.grabbed && walk.mm == f.a && walk.leaf == f.d && (walk.va & -span) == f.b) {
                walk.mappedSinceGrab = true;
            }
        }
    }

    private void tableFreed(Fact f) {
        for (int cpu = 0; cpu < walks.length; cpu++) {
            if (walks[cpu].running && walks[cpu].tableAddress == f.d) {
                violations.report(Check.CHECK_TABLE_FREE, f.d, cpu);
            }
        }
    }
}
