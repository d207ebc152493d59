package org.mmsim.scenarios.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.format.Scenario;
import org.mmsim.scenarios.format.ScenarioLoader;
import org.mmsim.scenarios.format.Setting;
import org.mmsim.scenarios.yaml.Document;
import org.mmsim.scenarios.yaml.Fields;
import org.mmsim.scenarios.yaml.Library;
import org.mmsim.scenarios.yaml.YamlMapping;
import org.mmsim.scenarios.yaml.YamlNode;
import org.mmsim.scenarios.yaml.YamlScalar;
import org.mmsim.scenarios.yaml.YamlSequence;

/** Turns the {@code runs} of an experiment into one cell for every variant at every point. */
final class MatrixReader {

    /** Most runs of an experiment. */
    static final int CELLS_MAX = 1000;

    private final Vocabulary words;
    private final ScenarioLoader scenarios;
    private final Path folder;
    private final List<Cell> cells = new ArrayList<>();

    /** @param folder what paths of scenarios start from */
    MatrixReader(Vocabulary words, ScenarioLoader scenarios, Path folder) {
        this.words = words;
        this.scenarios = scenarios;
        this.folder = folder;
    }

    List<Cell> read(List<YamlNode> runs) {
        for (YamlNode node : runs) {
            Fields run = Fields.of(node);
            Document scenario = scenario(run.scalar("scenario"));
            Map<String, List<Setting>> variants = variants(run);
            boolean slow = run.flag("slow", false);
            for (Point point : points(run.fields("matrix"), variants.size())) {
                variants.forEach((variant, settings) ->
                        cells.add(new Cell(variant, point.values, load(scenario, settings, point), slow)));
            }
        }
        return List.copyOf(cells);
    }

    private Document scenario(YamlScalar name) {
        try {
            return Document.find(name.text(), Library.SCENARIOS, folder);
        } catch (InputException e) {
            throw new InputException("scenario: " + e.getMessage() + ", named at " + name.position(), e.hint());
        }
    }

    private Scenario load(Document scenario, List<Setting> settings, Point point) {
        List<Setting> all = new ArrayList<>(settings);
        all.addAll(point.settings);
        return scenarios.load(scenario, all, OptionalLong.empty());
    }

    private Map<String, List<Setting>> variants(Fields run) {
        if (!run.has("variants")) {
            return words.variants();
        }
        Map<String, List<Setting>> chosen = new LinkedHashMap<>();
        for (YamlNode item : run.items("variants")) {
            YamlScalar name = (YamlScalar) item;
            chosen.put(name.text(), words.variant(name));
        }
        return chosen;
    }

    /** Values of parameters, and the settings that they stand for. */
    private record Point(Map<String, String> values, List<Setting> settings) {
        Point with(String parameter, String value, List<Setting> more) {
            Map<String, String> nextValues = new LinkedHashMap<>(values);
            nextValues.put(parameter, value);
            List<Setting> nextSettings = new ArrayList<>(settings);
            nextSettings.addAll(more);
            return new Point(nextValues, nextSettings);
        }
    }

    /** The product of the values, the last parameter's changing fastest. */
    private List<Point> points(Fields matrix, int variants) {
        List<Point> points = List.of(new Point(Map.of(), List.of()));
        for (YamlMapping.Entry entry : matrix.mapping().entries()) {
            List<YamlNode> values = ((YamlSequence) entry.value()).items();
            if ((long) points.size() * values.size() * variants + cells.size() > CELLS_MAX) {
                throw matrix.mapping().error("matrix: more than " + CELLS_MAX + " runs");
            }
            List<Point> product = new ArrayList<>();
            for (Point point : points) {
                for (YamlNode node : values) {
                    YamlScalar value = (YamlScalar) node;
                    product.add(point.with(entry.key().text(), value.text(), words.value(entry.key(), value)));
                }
            }
            points = product;
        }
        return points;
    }
}
