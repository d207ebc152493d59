package org.mmsim.scenarios.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.TreeMap;
import org.mmsim.protocol.RunEnd;
import org.mmsim.protocol.Violation;
import org.mmsim.scenarios.run.RunResult;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Prints how a run went. */
final class RunReport {
    private static final int VIOLATIONS_SHOWN = 10;
    private static final int VIOLATIONS_IN_JSON = 1000;

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
        ObjectNode metrics = root.putObject("metrics");
        new TreeMap<>(end.getMetricsMap()).forEach((name, value) -> {
            if (value == Math.rint(value)) {
                metrics.put(name, value.longValue());
            } else {
                metrics.put(name, value);
            }
        });
        ObjectNode counters = root.putObject("counters");
        new TreeMap<>(end.getCountersMap()).forEach(counters::put);
        var violations = root.putArray("violations");
        for (Violation violation :
                end.getViolationsList().stream().limit(VIOLATIONS_IN_JSON).toList()) {
            violations
                    .addObject()
                    .put("check", violation.getCheck())
                    .put("seq", violation.getSeq())
                    .put("message", violation.getMessage());
        }
        root.put("violations_total", end.getViolationsCount());
        var unmet = root.putArray("unmet");
        end.getUnmetList().forEach(unmet::add);
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
        out.printf(Locale.ROOT, "  digest       %s%n", end.getDigest());
        if (end.getMetricsCount() > 0) {
            out.println("metrics");
            new TreeMap<>(end.getMetricsMap())
                    .forEach((name, value) -> out.printf(
                            Locale.ROOT,
                            "  %-32s %s%n",
                            name,
                            name.endsWith("_count") ? Units.count(value.longValue()) : Units.time(value)));
        }
        out.println("counters");
        new TreeMap<>(end.getCountersMap())
                .forEach((name, count) -> out.printf(Locale.ROOT, "  %-32s %16s%n", name, Units.count(count)));
        violations(out);
        end.getUnmetList().forEach(line -> out.println("NOT MET  " + line));
    }

    private void violations(PrintStream out) {
        int total = end.getViolationsCount();
        if (total == 0) {
            return;
        }
        out.printf(Locale.ROOT, "VIOLATIONS  %d%n", total);
        for (Violation v :
                end.getViolationsList().stream().limit(VIOLATIONS_SHOWN).toList()) {
            out.printf(Locale.ROOT, "  event %d  %s: %s%n", v.getSeq(), v.getCheck(), v.getMessage());
        }
        if (total > VIOLATIONS_SHOWN) {
            out.printf(Locale.ROOT, "  and %d more%n", total - VIOLATIONS_SHOWN);
        }
        out.printf(
                Locale.ROOT,
                "  why: mmsim why %s %d%n",
                result.id(),
                end.getViolations(0).getSeq());
    }
}
