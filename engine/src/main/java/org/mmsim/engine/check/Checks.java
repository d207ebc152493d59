package org.mmsim.engine.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.mmsim.engine.event.Recorder;
import org.mmsim.engine.machine.Machine;
import org.mmsim.protocol.Check;
import org.mmsim.protocol.Event;

/** The rules that a run is held to. A broken rule is an event like any other. */
public final class Checks {
    private static final String PREFIX = "CHECK_";

    private final Machine machine;
    private final Recorder recorder;
    private final Set<String> enabled;
    private final TableChecks tables;
    private final AccountingChecks accounting;

    /**
     * @param enabled names of {@link #names}
     */
    public Checks(Machine machine, Recorder recorder, Collection<String> enabled) {
        this.machine = machine;
        this.recorder = recorder;
        this.enabled = new TreeSet<>(enabled);
        new FolioChecks(machine, this::report).observe(recorder);
        new CallChecks(machine, this::report).observe(recorder);
        new PageTableChecks(machine, this::report).observe(recorder);
        new WalkChecks(machine, this::report).observe(recorder);
        new MappingChecks(machine, this::report).observe(recorder);
        tables = new TableChecks(machine, this::report);
        tables.observe(recorder);
        Operations operations = new Operations(machine);
        operations.observe(recorder);
        new ContentChecks(machine, operations, this::report).observe(recorder);
        new TlbChecks(machine, this::report).observe(recorder);
        new PinChecks(machine, operations, this::report).observe(recorder);
        accounting = new AccountingChecks(machine, operations, this::report);
        accounting.observe(recorder);
    }

    /** Every check there is, in a fixed order. */
    public static List<String> names() {
        List<String> names = new ArrayList<>();
        for (Check check : Check.values()) {
            if (check != Check.CHECK_NONE && check != Check.UNRECOGNIZED) {
                names.add(name(check));
            }
        }
        return names;
    }

    /** The name on the command line: {@code CHECK_TLB_FRAME_REUSE} is {@code tlb-frame-reuse}. */
    public static String name(Check check) {
        return check.name().substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A broken rule in words. The numbers are those of {@link Violations#report}. */
    public static String message(Check check, long subject, long detail) {
        String text = switch (check) {
            case CHECK_FOLIO_REFS -> "folio 0x%x: refcount - mapcount would be %d";
            case CHECK_FRAME_CONSERVATION -> "folio 0x%x freed with refcount %d or still mapped";
            case CHECK_TLB_FRAME_REUSE -> "folio 0x%x freed while %d TLB entries translate to it";
            case CHECK_CSD -> "csd for CPU %d of CPU %d queued twice, or unlocked without being locked";
            case CHECK_GUP_PIN -> "0x%x pinned though the entry read, 0x%x, was gone when the reference was taken";
            case CHECK_TABLE_FREE -> "table at 0x%x freed under the lockless walk of CPU %d";
            case CHECK_PTE_POINTER -> "pointer to the entry of 0x%x used after its changer went on; it now reads 0x%x";
            case CHECK_WALK_COUNTER -> "serialisation for 0x%x skipped (or counter negative) with a walk on CPU %d";
            case CHECK_WAIT_WITH_IRQS_OFF -> "CPU %d waits for other CPUs with interrupts off";
            case CHECK_RSS -> "rss is %d pages, the page table maps %d";
            case CHECK_SET_OVER_VALID -> "entry for 0x%x set over the valid 0x%x";
            case CHECK_DEADLOCK -> "%d threads have not ended and nothing will wake them";
            case CHECK_LEAK -> "%d frames are still allocated and %d locks in use after the last process";
            case CHECK_CONTENT -> "page at 0x%x holds %d, which was not written there last";
            case CHECK_STALE_WRITE -> "page at 0x%x written in frame 0x%x, which its entry does not allow";
            case CHECK_EXCLUSIVE -> "page 0x%x can be written at 0x%x, and is not one process's own";
            case CHECK_PINNED -> "page 0x%x shared though pinned, with %d references";
            case CHECK_MAPCOUNT -> "mapcount of page 0x%x is %d more than its entries";
            case CHECK_ACCOUNTING -> "counts of folio 0x%x do not add up, by %d";
            case CHECK_TABLES -> "table at 0x%x freed while linked, or %d tables of which not all can be reached";
            case CHECK_WALK_CACHE -> "table at 0x%x freed while %d walk caches lead to it, or walked after that";
            case CHECK_TLB_FRESH -> "a TLB still translates 0x%x to frame 0x%x, which its operation took back";
            case CHECK_DIRTY -> "the dirty state of 0x%x is lost: its entry becomes 0x%x";
            case CHECK_NONE, UNRECOGNIZED -> throw new IllegalArgumentException("no check: " + check);
        };
        return String.format(Locale.ROOT, text, subject, detail);
    }

    private void report(Check check, long subject, long detail) {
        if (enabled.contains(name(check))) {
            recorder.violation(check, subject, detail);
        }
    }

    /** Looks at the machine when no event is left. */
    public void atEnd() {
        long left = machine.threads().size() - machine.count(Event.THREAD_EXITED_FIELD_NUMBER);
        if (left > 0) {
            report(Check.CHECK_DEADLOCK, left, 0);
        } else {
            long allocated = machine.memory().frames() - machine.memory().unallocated() - machine.framesKept();
            if (allocated != 0 || !machine.locks().isEmpty()) {
                report(Check.CHECK_LEAK, allocated, machine.locks().size());
            }
        }
        tables.atEnd();
        accounting.atEnd();
        recorder.flushViolations();
    }
}
