package org.mmsim.scenarios.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.format.ScenarioLoader;
import org.mmsim.scenarios.schema.DocumentSchema;
import org.mmsim.scenarios.yaml.Document;
import org.mmsim.scenarios.yaml.Fields;
import org.mmsim.scenarios.yaml.Library;

/** Loads experiments with the scenario of every run, so that mistakes show before the first run. */
public final class ExperimentLoader {

    private final ScenarioLoader scenarios;

    public ExperimentLoader(ScenarioLoader scenarios) {
        this.scenarios = scenarios;
    }

    /**
     * The experiment of the library with that name, else the one in that file.
     *
     * @throws InputException if there is none, or something is wrong with it or a scenario of it
     */
    public Experiment load(String nameOrPath) {
        return load(Document.find(nameOrPath, Library.EXPERIMENTS, Path.of("")));
    }

    /** The experiment in a document. */
    public Experiment load(Document document) {
        DocumentSchema.experiment().check(document.root());
        Fields root = Fields.of(document.root());
        Vocabulary words = Vocabulary.of(root);
        List<Cell> cells = new MatrixReader(words, scenarios, document.folder()).read(root.items("runs"));
        Measured.check(root.fields("metrics"), cells);
        ViewReader views = new ViewReader(words, cells);
        Map<String, Table> tables = views.tables(root.fields("tables"));
        return new Experiment(
                root.text("name"),
                root.text("description"),
                List.copyOf(words.variants().keySet()),
                List.copyOf(words.measures().values()),
                cells,
                root.has("published") ? views.figures(root.items("published")) : List.of(),
                root.has("shapes") ? views.shapes(root.items("shapes")) : List.of(),
                List.copyOf(tables.values()),
                root.has("plots") ? views.panels(root.items("plots"), tables) : List.of());
    }
}
