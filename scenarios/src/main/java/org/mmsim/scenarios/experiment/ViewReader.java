package org.mmsim.scenarios.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.mmsim.scenarios.yaml.Fields;
import org.mmsim.scenarios.yaml.Text;
import org.mmsim.scenarios.yaml.YamlMapping;
import org.mmsim.scenarios.yaml.YamlNode;
import org.mmsim.scenarios.yaml.YamlScalar;

/** Reads what an experiment shows: tables, plots, and the published figures beside its rows. */
final class ViewReader {

    private final Vocabulary words;
    private final List<Cell> cells;

    ViewReader(Vocabulary words, List<Cell> cells) {
        this.words = words;
        this.cells = cells;
    }

    Map<String, Table> tables(Fields tables) {
        Map<String, Table> byName = new LinkedHashMap<>();
        for (YamlMapping.Entry entry : tables.mapping().entries()) {
            byName.put(entry.key().text(), table(entry.key(), Fields.of(entry.value())));
        }
        return byName;
    }

    private Table table(YamlScalar name, Fields fields) {
        String by = fields.text("by");
        String byTitle = words.parameter(fields.scalar("by")).title();
        Map<String, String> where = fields.has("where") ? words.point(fields.fields("where")) : Map.of();
        Map<String, String> runs = new LinkedHashMap<>();
        List<String> values = new ArrayList<>();
        List<String> variants = new ArrayList<>(words.variants().keySet());
        variants.retainAll(
                new TreeSet<>(at(where, by).stream().map(Cell::variant).toList()));
        for (Cell cell : at(where, by)) {
            String value = String.valueOf(cell.point().get(by));
            String earlier = runs.put(cell.variant() + " " + value, cell.describe());
            if (earlier != null) {
                throw name.error(
                        "two runs for one cell of the table " + Text.quote(name.text()),
                        "for example " + earlier + " and " + cell.describe());
            }
            if (!values.contains(value)) {
                values.add(value);
            }
        }
        if (values.isEmpty()) {
            throw name.error(
                    "no run is in the table " + Text.quote(name.text()),
                    "allowed: by and where that name every parameter of some runs");
        }
        return new Table(
                fields.text("title"),
                fields.text("label"),
                words.measure(fields.scalar("metric")),
                where,
                by,
                byTitle,
                List.copyOf(values),
                List.copyOf(variants));
    }

    private List<Cell> at(Map<String, String> where, String by) {
        return cells.stream().filter(cell -> cell.isOn(where, by)).toList();
    }

    List<Panel> panels(List<YamlNode> plots, Map<String, Table> tables) {
        List<Panel> panels = new ArrayList<>();
        for (YamlNode node : plots) {
            Fields plot = Fields.of(node);
            List<Table> shown = new ArrayList<>();
            for (YamlNode item : plot.items("tables")) {
                Table table = Vocabulary.find(tables, (YamlScalar) item, "table");
                checkAxes(table, (YamlScalar) item, shown);
                shown.add(table);
            }
            panels.add(new Panel(plot.text("title"), plot.text("y"), List.copyOf(shown)));
        }
        return List.copyOf(panels);
    }

    private static void checkAxes(Table table, YamlScalar name, List<Table> earlier) {
        for (String value : table.values()) {
            if (!value.matches("[0-9]*[1-9][0-9]*")) {
                throw name.error("a plot by " + table.by() + " needs numbers above 0, not " + Text.quote(value));
            }
        }
        if (earlier.isEmpty()) {
            return;
        }
        Table first = earlier.get(0);
        if (!first.by().equals(table.by())) {
            throw name.error("tables of one plot by " + first.by() + " and by " + table.by());
        }
        if (first.measure().isTime() != table.measure().isTime()) {
            String both = first.measure().name() + " and " + table.measure().name();
            throw name.error("a plot shows times or numbers, not both: " + both);
        }
    }

    List<Figure> figures(List<YamlNode> published) {
        List<Figure> figures = new ArrayList<>();
        for (YamlNode node : published) {
            Fields fields = Fields.of(node);
            Measure measure = words.measure(fields.scalar("metric"));
            Figure figure = new Figure(
                    place(fields),
                    measure,
                    measure.isTime() ? fields.time("value") : fields.integer("value"),
                    fields.text("use").equals("fitted"),
                    words.source(fields.scalar("source")),
                    fields.has("quick") ? substitute(fields.text("variant"), fields.fields("quick")) : null);
            checkRun(fields, "published", "this figure", figure.at());
            if (figure.value() == 0) {
                throw fields.mapping().error("published: value is 0");
            }
            figures.add(figure);
        }
        return List.copyOf(figures);
    }

    private Figure.Substitute substitute(String variant, Fields quick) {
        Place at = new Place(variant, words.point(quick.fields("where")));
        checkRun(quick, "quick", "these values", at);
        return new Figure.Substitute(at, quick.integer("times"));
    }

    List<Shape> shapes(List<YamlNode> nodes) {
        return nodes.stream().map(node -> shape(Fields.of(node))).toList();
    }

    private Shape shape(Fields fields) {
        Measure measure = words.measure(fields.scalar("metric"));
        Place of = shapePlace(fields.fields("of"));
        Place to = fields.has("to") ? shapePlace(fields.fields("to")) : null;
        if (to == null && measure.isTime()) {
            throw fields.mapping()
                    .error("shapes: a time by itself is no shape", "allowed: a run to compare it to, or a count");
        }
        boolean exact = fields.has("equals");
        if (exact == (fields.has("min") || fields.has("max"))) {
            throw fields.mapping()
                    .error(
                            "shapes: " + (exact ? "bounds beside equals" : "no bound"),
                            "allowed: equals, or min, max or both");
        }
        double min = fields.has("min") ? fields.decimal("min") : 0;
        double max = fields.has("max") ? fields.decimal("max") : Double.POSITIVE_INFINITY;
        return exact
                ? new Shape(fields.text("says"), measure, of, to, fields.decimal("equals"), fields.decimal("equals"))
                : new Shape(fields.text("says"), measure, of, to, min, max);
    }

    private Place shapePlace(Fields fields) {
        Place place = place(fields);
        checkRun(fields, "shapes", "these values", place);
        return place;
    }

    private Place place(Fields fields) {
        words.variant(fields.scalar("variant"));
        return new Place(fields.text("variant"), words.point(fields.fields("where")));
    }

    private void checkRun(Fields fields, String key, String what, Place place) {
        long matching = cells.stream().filter(place::isOf).count();
        if (matching != 1) {
            throw fields.mapping().error(key + ": " + matching + " runs have " + what + ", not 1");
        }
    }
}
