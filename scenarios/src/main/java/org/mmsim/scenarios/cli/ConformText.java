package org.mmsim.scenarios.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.mmsim.scenarios.conform.ConformanceReport;
import org.mmsim.scenarios.conform.ScriptResult;
import org.mmsim.scenarios.conform.ScriptResult.Status;
import org.mmsim.scenarios.conform.compare.Comparison.Tally;
import org.mmsim.scenarios.conform.compare.Mismatch;

/** How scripts came out, for people. */
final class ConformText {
    private static final int MISMATCHES_SHOWN = 5;
    private static final int VALUE_LENGTH_MAX = 100;

    private final ConformanceReport report;

    ConformText(ConformanceReport report) {
        this.report = report;
    }

    void print(PrintStream out) {
        int width = report.results().stream()
                .mapToInt(result -> result.script().length())
                .max()
                .orElse(0);
        for (ScriptResult result : report.results()) {
            Tally tally = result.comparison().total();
            String detail = switch (result.status()) {
                case EQUAL, DIFFERENT -> Units.count(tally.equal()) + " of " + Units.count(tally.compared());
                case UNSUPPORTED -> String.join(", ", result.unsupported());
                case SKIPPED -> result.reason();
            };
            String name = result.script() + " ".repeat(width - result.script().length());
            out.println(String.format(
                    Locale.ROOT, "%s  %-11s  %s", name, result.status().label(), detail));
            mismatches(result, out);
        }
        summary(out);
    }

    private static void mismatches(ScriptResult result, PrintStream out) {
        List<Mismatch> mismatches = result.comparison().mismatches();
        for (Mismatch mismatch : mismatches.subList(0, Math.min(MISMATCHES_SHOWN, mismatches.size()))) {
            String simulated = mismatch.simulated();
            out.println("    " + mismatch.place().describe() + ": " + mismatch.field() + " real "
                    + shortened(mismatch.real()) + ", simulated "
                    + (simulated == null ? "nothing" : shortened(simulated)));
        }
        int more = mismatches.size() - MISMATCHES_SHOWN;
        if (more > 0) {
            out.println("    and " + more + " more");
        }
    }

    private static String shortened(String value) {
        return value.length() <= VALUE_LENGTH_MAX ? value : value.substring(0, VALUE_LENGTH_MAX) + "…";
    }

    private void summary(PrintStream out) {
        Tally total = report.total();
        out.println(String.format(
                Locale.ROOT,
                "%s: %d scripts: %d equal, %d different, %d unsupported, %d skipped; %s of %s fields equal",
                report.kernel().label(),
                report.results().size(),
                report.count(Status.EQUAL),
                report.count(Status.DIFFERENT),
                report.count(Status.UNSUPPORTED),
                report.count(Status.SKIPPED),
                Units.count(total.equal()),
                Units.count(total.compared())));
        if (!report.fields().isAll()) {
            out.println("compared: only " + String.join(", ", report.fields().names()));
        }
    }
}
