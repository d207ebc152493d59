package org.mmsim.scenarios.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.TreeMap;
import org.mmsim.protocol.RunEnd;
import org.mmsim.protocol.Violation;
import tools.jackson.databind.node.ObjectNode;

/** What a run has measured, counted and found, whether it has just ended or long ago. */
final class RunEndReport {
    private static final int VIOLATIONS_SHOWN = 10;
    private static final int VIOLATIONS_IN_JSON = 1000;

    private final String id;
    private final RunEnd end;

    RunEndReport(String id, RunEnd end) {
        this.id = id;
        this.end = end;
    }

    void json(ObjectNode root) {
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
    }

    void text(PrintStream out) {
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
                id,
                end.getViolations(0).getSeq());
    }
}
