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

    /**
     * @param enabled names of {@link #names}
     */
    public Checks(Machine machine, Recorder recorder, Collection<String> enabled) {
        this.machine = machine;
        this.recorder = recorder;
        this.enabled = new TreeSet<>(enabled);
        recorder.observe(new FolioChecks(machine, this::report));
        recorder.observe(new CallChecks(machine, this::report));
        recorder.observe(new PageTableChecks(machine, this::report));
        recorder.observe(new WalkChecks(machine, this::report));
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

    private void report(Check check, long subject, long detail) {
        if (enabled.contains(name(check))) {
            recorder.violation(check, subject, detail);
        }
    }

    /**
     * Looks at the machine when no event is left.
     *
     * @param threads number of threads that the workload began
     */
    public void atEnd(int threads) {
        long left = threads - machine.count(Event.THREAD_EXITED_FIELD_NUMBER);
        if (left > 0) {
            report(Check.CHECK_DEADLOCK, left, 0);
        } else {
            long allocated = machine.buddy().frames() - machine.buddy().freeFrames();
            if (allocated != 0 || !machine.locks().isEmpty()) {
                report(Check.CHECK_LEAK, allocated, machine.locks().size());
            }
        }
        recorder.flushViolations();
    }
}
