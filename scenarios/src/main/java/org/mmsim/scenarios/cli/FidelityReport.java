package org.mmsim.scenarios.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.mmsim.engine.profile.CostId;
import org.mmsim.engine.profile.Provenance;
import org.mmsim.scenarios.Paragraph;
import org.mmsim.scenarios.experiment.Shape;
import org.mmsim.scenarios.fidelity.Agreement;
import org.mmsim.scenarios.fidelity.Calibration;
import org.mmsim.scenarios.fidelity.Comparison;

/** Prints what {@code mmsim fidelity} found: for each experiment what was put in, then what came out. */
final class FidelityReport {
    private static final int WIDTH = 100;
    /** Of what a figure is called, so that the numbers fit beside it. */
    private static final int LABEL_WIDTH = 38;

    private final List<Agreement> agreements;
    /** Machines whose fitted costs have been shown. */
    private final Set<String> shown = new TreeSet<>();

    FidelityReport(List<Agreement> agreements) {
        this.agreements = agreements;
    }

    void print(PrintStream out) {
        boolean first = true;
        for (Agreement agreement : agreements) {
            if (!first) {
                out.println();
            }
            first = false;
            print(out, agreement);
        }
    }

    private void print(PrintStream out, Agreement agreement) {
        paragraph(
                out,
                "",
                agreement.experiment().name() + ": " + agreement.experiment().description());
        for (Calibration machine : agreement.machines()) {
            String name = machine.machine().name();
            boolean again = !shown.add(name) && !machine.fitted().isEmpty();
            String above = again ? ", fitted to what is said above" : "";
            paragraph(out, "  ", "machine " + name + ", costs: " + provenance(machine) + above);
            for (CostId id : again ? List.<CostId>of() : machine.fitted()) {
                paragraph(out, "    ", id.label() + ": " + machine.cost(id).source());
            }
        }
        if (agreement.comparisons().isEmpty()) {
            out.println("  no published figures");
        }
        figures(out, "calibrated", agreement.calibrated());
        figures(out, "predicted", agreement.predicted());
        for (Shape.Finding finding : agreement.findings()) {
            paragraph(out, finding.holds() ? "  holds  " : "  FAILS  ", finding.describe());
        }
        if (agreement.leftOut() > 0) {
            out.println("  shapes left out with their slow runs: " + agreement.leftOut());
        }
    }

    /** Such as {@code 1 fitted, 40 estimated}. */
    static String provenance(Calibration machine) {
        List<String> parts = new ArrayList<>();
        for (Provenance provenance :
                List.of(Provenance.FITTED, Provenance.PUBLISHED, Provenance.DERIVED, Provenance.ESTIMATED)) {
            Long count = machine.counts().get(provenance);
            if (count != null) {
                parts.add(count + " " + provenance.name().toLowerCase(Locale.ROOT));
            }
        }
        return String.join(", ", parts);
    }

    private static void figures(PrintStream out, String heading, List<Comparison> comparisons) {
        if (comparisons.isEmpty()) {
            return;
        }
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of(heading, "published", "simulated", "ratio", "min", "median", "max"));
        for (Comparison comparison : comparisons) {
            List<String> numbers = new ArrayList<>(
                    List.of(value(comparison, comparison.figure().value()), simulated(comparison)));
            numbers.addAll(ratios(comparison));
            for (String label : Paragraph.lines(label(comparison), LABEL_WIDTH)) {
                List<String> line = new ArrayList<>(List.of("  " + label));
                line.addAll(numbers);
                numbers = List.of();
                lines.add(line);
            }
        }
        Columns.print(out, lines);
    }

    /** What was measured and where, such as {@code munmap_ns of always, cpus 4}. */
    static String label(Comparison comparison) {
        return comparison.figure().measure().name() + " of "
                + comparison.figure().at().describe();
    }

    /** What was simulated; {@code ~} if a smaller run stands for it. */
    static String simulated(Comparison comparison) {
        return (comparison.substituted() ? "~" : "") + value(comparison, comparison.simulated());
    }

    /** With its unit if it is a time. */
    static String value(Comparison comparison, double value) {
        return comparison.figure().measure().isTime() ? Units.time(value) : Shape.number(value);
    }

    /** Simulated, and the least, median and largest with jitter, as multiples of what was published. */
    static List<String> ratios(Comparison comparison) {
        return List.of(
                        comparison.ratio(),
                        comparison.ratio(comparison.spread().min()),
                        comparison.ratio(comparison.spread().median()),
                        comparison.ratio(comparison.spread().max()))
                .stream()
                .map(ratio -> String.format(Locale.ROOT, "%.3f", ratio))
                .toList();
    }

    private static void paragraph(PrintStream out, String mark, String text) {
        String lead = mark;
        for (String line : Paragraph.lines(text, WIDTH - mark.length())) {
            out.println(lead + line);
            lead = " ".repeat(mark.length());
        }
    }
}
