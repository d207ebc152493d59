package org.mmsim.scenarios.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.mmsim.engine.profile.CostId;
import org.mmsim.scenarios.Paragraph;
import org.mmsim.scenarios.experiment.Shape;
import org.mmsim.scenarios.fidelity.Agreement;
import org.mmsim.scenarios.fidelity.Calibration;
import org.mmsim.scenarios.fidelity.Comparison;

/** What {@code mmsim fidelity} found as Markdown. */
final class FidelityDocument {
    private static final int WIDTH = 118;

    private final StringBuilder text = new StringBuilder();
    /** Machines whose fitted costs have been shown. */
    private final Set<String> shown = new TreeSet<>();

    private FidelityDocument() {}

    /**
     * @param quick whether the agreements are of the quick form
     */
    static String of(List<Agreement> agreements, boolean quick) {
        FidelityDocument document = new FidelityDocument();
        document.lines(
                "# Fidelity",
                "",
                "What the experiments of the library give, beside what was published, and which shapes came out. Generated",
                "by `./mmsim fidelity " + (quick ? "--quick " : "")
                        + "--write docs/fidelity.md`; [experiments.md](experiments.md) says how to read it.");
        agreements.forEach(document::add);
        return document.text.toString();
    }

    private void add(Agreement agreement) {
        lines("", "## " + agreement.experiment().name(), "");
        paragraph("", sentence(agreement.experiment().description()));
        for (Calibration machine : agreement.machines()) {
            String name = machine.machine().name();
            boolean again = !shown.add(name) && !machine.fitted().isEmpty();
            String above = again ? ", fitted to what is said above." : ".";
            lines("");
            paragraph("", "Machine `" + name + "`, costs: " + FidelityReport.provenance(machine) + above);
            if (!again && !machine.fitted().isEmpty()) {
                lines("");
            }
            for (CostId id : again ? List.<CostId>of() : machine.fitted()) {
                paragraph("- ", "`" + id.label() + "`: " + machine.cost(id).source());
            }
        }
        if (agreement.comparisons().isEmpty()) {
            lines("", "No published figures.");
        }
        List<String> sources = agreement.comparisons().stream()
                .map(comparison -> comparison.figure().source())
                .distinct()
                .toList();
        figures("calibrated", agreement.calibrated(), sources);
        figures("predicted", agreement.predicted(), sources);
        for (int i = 0; i < sources.size(); i++) {
            lines("");
            paragraph("", "[" + (i + 1) + "] " + sources.get(i));
        }
        if (!agreement.findings().isEmpty()) {
            lines("");
            row("shape", "came out", "must be", "");
            row("---", "--:", "---", "---");
        }
        for (Shape.Finding finding : agreement.findings()) {
            row(
                    finding.shape().says(),
                    Shape.number(finding.value()),
                    finding.shape().bounds(),
                    finding.holds() ? "holds" : "**fails**");
        }
    }

    private static String sentence(String description) {
        return Character.toUpperCase(description.charAt(0)) + description.substring(1) + ".";
    }

    private void figures(String heading, List<Comparison> comparisons, List<String> sources) {
        if (comparisons.isEmpty()) {
            return;
        }
        lines("");
        row(heading, "published", "simulated", "ratio", "jitter: min", "median", "max", "source");
        row("---", "--:", "--:", "--:", "--:", "--:", "--:", "---");
        for (Comparison comparison : comparisons) {
            List<String> cells = new ArrayList<>(List.of(
                    FidelityReport.label(comparison),
                    FidelityReport.value(comparison, comparison.figure().value()),
                    FidelityReport.simulated(comparison)));
            cells.addAll(FidelityReport.ratios(comparison));
            cells.add("[" + (sources.indexOf(comparison.figure().source()) + 1) + "]");
            row(cells.toArray(String[]::new));
        }
    }

    private void row(String... cells) {
        lines("| " + String.join(" | ", cells) + " |");
    }

    private void paragraph(String mark, String words) {
        String lead = mark;
        for (String line : Paragraph.lines(words, WIDTH - mark.length())) {
            lines(lead + line);
            lead = " ".repeat(mark.length());
        }
    }

    private void lines(String... lines) {
        Stream.of(lines).forEach(line -> text.append(line).append('\n'));
    }
}
