package org.mmsim.scenarios.strace;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Writes operations and barriers into programs, and keeps count of what became of the recording. */
final class ProgramWriter {

    private final TreeMap<String, Integer> operations = new TreeMap<>();
    private final TreeMap<String, Integer> notSimulated = new TreeMap<>();
    private final TreeMap<String, Integer> simplified = new TreeMap<>();
    private final TreeMap<String, Integer> passedOver;
    private int importedLines;
    private int barriers;

    /** Goes on counting from the lines that are no part of a call. */
    ProgramWriter(SortedMap<String, Integer> passedOver) {
        this.passedOver = new TreeMap<>(passedOver);
    }

    /** Writes an operation; {@code body} is the inside of its braces. */
    void operation(SimThread thread, ScenarioOp op, String body, RecordedCall call, String note) {
        String line = "- " + op.key() + ": {" + body + "}" + comment(call, note);
        if (op == ScenarioOp.EXIT) {
            thread.exit(line);
        } else {
            thread.add(line);
        }
        operations.merge(op.key(), 1, Integer::sum);
    }

    /** Of the operations that were written the engine knows one not yet, and only counts it. */
    void notSimulated(String kind) {
        notSimulated.merge(kind, 1, Integer::sum);
    }

    /**
     * Says that the thread is about to change the ranges. If threads that did so before it could still be about
     * to do so, they all meet at a barrier first.
     */
    void order(SimThread thread, RecordedCall call, AddressRange... ranges) {
        SimProcess process = thread.process();
        process.use();
        TreeSet<Integer> others = process.order().use(thread.number(), List.of(ranges));
        if (others.isEmpty()) {
            return;
        }
        List<SimThread> parties = new ArrayList<>(List.of(thread));
        others.forEach(other -> parties.add(process.threads().get(other)));
        barrier("order-" + call.place().line(), parties, call, "before " + call.name() + " by " + thread.name());
    }

    /** Lets a thread's first operation wait for its creator, or a new process for the thread that becomes it. */
    void start(SimThread creator, SimThread created, String name, RecordedCall call) {
        barrier("start-" + name, List.of(creator, created), call, call.name());
    }

    private void barrier(String name, List<SimThread> parties, RecordedCall call, String note) {
        String line = "- barrier: " + name + comment(call, note);
        parties.forEach(thread -> thread.add(line));
        barriers++;
    }

    private static String comment(RecordedCall call, String note) {
        return "  # line " + call.place().line() + (note.isEmpty() ? "" : ": " + note);
    }

    /** The scenario says something else than the recording. */
    void simplify(String kind) {
        simplified.merge(kind, 1, Integer::sum);
    }

    /** The call has become a part of the scenario. */
    void imported(RecordedCall call) {
        importedLines += call.lineCount();
    }

    /** The call has not become a part of the scenario. */
    void passOver(RecordedCall call, String kind) {
        passedOver.merge(kind, call.lineCount(), Integer::sum);
    }

    ImportSummary summary(Cast cast) {
        return new ImportSummary(
                operations,
                notSimulated,
                simplified,
                importedLines,
                passedOver,
                cast.processes().size(),
                cast.threadCount(),
                barriers);
    }
}
