package org.mmsim.scenarios.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.TreeMap;
import org.mmsim.protocol.RunEnd;
import org.mmsim.scenarios.run.RunResult;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Prints how a run went. */
final class RunReport {
    private final RunResult result;
    private final RunEnd end;

    RunReport(RunResult result) {
        this.result = result;
        this.end = result.end();
    }

    void print(boolean json) {
        if (json) {
            System.out.println(
                    JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(json()));
        } else {
            text(System.out);
        }
        long outOfMemory = end.getCountersOrDefault("out_of_memory", 0);
        if (outOfMemory > 0) {
            System.err.println(
                    "mmsim: the machine's memory did not suffice; what needed more of it ended early (out_of_memory "
                            + outOfMemory + ")");
        }
        long unsupported = end.getCountersOrDefault("operation_unsupported", 0);
        if (unsupported > 0) {
            StringBuilder kinds = new StringBuilder();
            new TreeMap<>(end.getCountersMap()).forEach((name, count) -> {
                if (name.startsWith("unsupported_")) {
                    kinds.append(kinds.isEmpty() ? "" : ", ")
                            .append(name.substring(12))
                            .append(' ')
                            .append(count);
                }
            });
            System.err.println("mmsim: " + unsupported
                    + " operations were passed over, the engine does not know them yet (" + kinds + ")");
        }
    }

    private ObjectNode json() {
        ObjectNode root = JsonMapper.shared().createObjectNode();
        root.put("run", result.id());
        root.put("scenario", result.scenario());
        root.put("seed", result.seed());
        root.put("digest", end.getDigest());
        root.put("simulated_ns", end.getSimulatedNs());
        root.put("events", end.getEvents());
        root.put("wall_ms", result.wallNanos() / 1_000_000);
        root.put("events_per_second", result.eventsPerSecond());
        root.put("journal_bytes", result.journalBytes());
        root.put("peak_heap_bytes", result.peakHeapBytes());
        new RunEndReport(result.id(), end).json(root);
        return root;
    }

    private void text(PrintStream out) {
        out.printf(Locale.ROOT, "%s, seed %d%n", result.scenario(), result.seed());
        out.printf(Locale.ROOT, "  simulated    %s%n", Units.time(end.getSimulatedNs()));
        out.printf(
                Locale.ROOT,
                "  events       %s in %.2f s of real time (%.2f million/s)%n",
                Units.count(end.getEvents()),
                result.wallNanos() / 1e9,
                result.eventsPerSecond() / 1e6);
        if (!result.id().isEmpty()) {
            out.printf(
                    Locale.ROOT,
                    "  journal      %s, %s (%.2f bytes/event)%n",
                    result.id(),
                    Units.bytes(result.journalBytes()),
                    (double) result.journalBytes() / Math.max(1, end.getEvents()));
        }
        new RunEndReport(result.id(), end).text(out);
    }
}
