package org.mmsim.scenarios.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mmsim.scenarios.experiment.ExperimentRunner.Results;
import org.mmsim.scenarios.plot.Chart;
import org.mmsim.scenarios.plot.Plot;

/** The panels of an experiment as a chart. What a run did not measure, or measured as 0, has no point. */
public final class ExperimentChart {

    private final Experiment experiment;
    private final List<Row> rows;

    private ExperimentChart(Results results) {
        this.experiment = results.experiment();
        this.rows = results.rows();
    }

    public static Chart of(Results results) {
        return new ExperimentChart(results).chart();
    }

    private Chart chart() {
        List<Plot> plots = experiment.panels().stream().map(this::plot).toList();
        List<Boolean> filled = plots.stream()
                .flatMap(plot -> plot.marks().stream())
                .map(Plot.Mark::filled)
                .toList();
        return new Chart(
                experiment.name(),
                experiment.description(),
                experiment.variants(),
                plots,
                filled.contains(true) ? "published; the costs of the machine are fitted to it" : "",
                filled.contains(false) ? "published; not used for the fit" : "");
    }

    private Plot plot(Panel panel) {
        List<Plot.Line> lines = new ArrayList<>();
        for (int dash = 0; dash < panel.tables().size(); dash++) {
            Table table = panel.tables().get(dash);
            for (String variant : table.variants()) {
                lines.add(new Plot.Line(experiment.variants().indexOf(variant), dash, points(table, variant)));
            }
        }
        Table first = panel.tables().get(0);
        List<String> dashes = panel.tables().size() == 1
                ? List.of()
                : panel.tables().stream().map(Table::label).toList();
        boolean times = first.measure().isTime();
        return new Plot(panel.title(), first.byTitle(), panel.yLabel(), times, lines, dashes, marks(first));
    }

    private List<Plot.Point> points(Table table, String variant) {
        return table.values().stream()
                .map(value -> new Plot.Point(Double.parseDouble(value), table.value(rows, variant, value)))
                .filter(point -> point.y() > 0)
                .toList();
    }

    /** Published figures of what the table's measure is made from, brought to that measure. */
    private List<Plot.Mark> marks(Table table) {
        List<Plot.Mark> marks = new ArrayList<>();
        for (Row row : rows) {
            String x = row.cell().point().getOrDefault(table.by(), "");
            for (Figure figure : row.published()) {
                if (table.values().contains(x)
                        && figure.measure().value().equals(table.measure().value())) {
                    double simulated =
                            row.metrics().getOrDefault(table.measure().name(), Double.NaN);
                    Plot.Point point = new Plot.Point(Double.parseDouble(x), simulated / row.ratio(figure));
                    String value = figure.measure().isTime()
                            ? String.format(Locale.ROOT, "%.3f s", figure.value() / 1e9)
                            : String.valueOf(figure.value());
                    String text = figure.variant() + ", " + figure.use() + ": published " + value;
                    marks.add(new Plot.Mark(
                            experiment.variants().indexOf(figure.variant()), figure.fitted(), point, text));
                }
            }
        }
        return marks;
    }
}
