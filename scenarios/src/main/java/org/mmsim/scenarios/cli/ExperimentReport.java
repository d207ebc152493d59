package org.mmsim.scenarios.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.mmsim.scenarios.Paragraph;
import org.mmsim.scenarios.experiment.Experiment;
import org.mmsim.scenarios.experiment.ExperimentRunner.Results;
import org.mmsim.scenarios.experiment.Figure;
import org.mmsim.scenarios.experiment.Measure;
import org.mmsim.scenarios.experiment.Row;
import org.mmsim.scenarios.experiment.Shape;
import org.mmsim.scenarios.experiment.Table;

/** Prints what came out of an experiment: published figures, then the tables, then the sources. */
final class ExperimentReport {
    private static final int WIDTH = 100;

    private final Experiment experiment;
    private final List<Row> rows;
    private final List<Shape.Finding> findings;

    ExperimentReport(Results results) {
        this.experiment = results.experiment();
        this.rows = results.rows();
        this.findings = results.findings();
    }

    void print(PrintStream out) {
        out.println(experiment.name() + ": " + experiment.description());
        comparison(out);
        for (Table table : experiment.tables()) {
            out.println();
            out.println(table.title());
            Columns.print(out, pivot(table));
        }
        shapes(out);
        sources(out);
    }

    private void shapes(PrintStream out) {
        if (!findings.isEmpty()) {
            out.println();
            out.println("shapes");
        }
        for (Shape.Finding finding : findings) {
            String mark = finding.holds() ? "  holds  " : "  FAILS  ";
            for (String line : Paragraph.lines(finding.describe(), WIDTH - mark.length())) {
                out.println(mark + line);
                mark = " ".repeat(mark.length());
            }
        }
    }

    /** The points that have a published figure, with all of their variants. */
    private void comparison(PrintStream out) {
        LinkedHashSet<Map<String, String>> points = new LinkedHashSet<>();
        LinkedHashSet<Measure> measures = new LinkedHashSet<>();
        for (Row row : rows) {
            for (Figure figure : row.published()) {
                points.add(row.cell().point());
                measures.add(figure.measure());
            }
        }
        for (Map<String, String> point : points) {
            for (Measure measure : measures) {
                comparison(out, point, measure);
            }
        }
    }

    private void comparison(PrintStream out, Map<String, String> point, Measure measure) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("", "simulated", "published", "ratio", "", "source"));
        for (Row row : rows) {
            Double simulated = row.metrics().get(measure.name());
            if (!row.cell().point().equals(point) || simulated == null) {
                continue;
            }
            List<String> line = new ArrayList<>(List.of(row.cell().variant(), value(measure, simulated)));
            for (Figure figure : row.published()) {
                if (figure.measure().equals(measure)) {
                    line.add(value(measure, figure.value()));
                    line.add(String.format(Locale.ROOT, "%.3f", row.ratio(figure)));
                    line.add(figure.use());
                    line.add("[" + (sourceList().indexOf(figure.source()) + 1) + "]");
                }
            }
            lines.add(line);
        }
        out.println();
        out.println(measure.name() + " at "
                + point.entrySet().stream()
                        .map(value -> value.getKey() + " " + value.getValue())
                        .collect(Collectors.joining(", ")));
        Columns.print(out, lines);
    }

    private List<List<String>> pivot(Table table) {
        List<List<String>> lines = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of(table.byTitle()));
        head.addAll(table.variants());
        lines.add(head);
        for (String value : table.values()) {
            List<String> line = new ArrayList<>(List.of(value));
            for (String variant : table.variants()) {
                line.add(value(table.measure(), table.value(rows, variant, value)));
            }
            lines.add(line);
        }
        return lines;
    }

    private static String value(Measure measure, double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        return measure.isTime() ? Units.time(value) : String.format(Locale.ROOT, "%.2f", value);
    }

    private List<String> sourceList() {
        return rows.stream()
                .flatMap(row -> row.published().stream())
                .map(Figure::source)
                .distinct()
                .toList();
    }

    private void sources(PrintStream out) {
        List<String> sources = sourceList();
        for (int i = 0; i < sources.size(); i++) {
            String number = "[" + (i + 1) + "] ";
            out.println();
            for (String line : Paragraph.lines(sources.get(i), WIDTH - number.length())) {
                out.println(number + line);
                number = " ".repeat(number.length());
            }
        }
    }
}
