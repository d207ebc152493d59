package org.mmsim.scenarios.experiment;

import java.nio.file.Path;
import java.util.List;
import org.mmsim.scenarios.experiment.ExperimentRunner.Results;
import org.mmsim.scenarios.run.Identities;
import org.mmsim.scenarios.yaml.Document;
import org.mmsim.scenarios.yaml.Resources;
import org.mmsim.scenarios.yaml.YamlReader;

/** Experiments that tests start from. */
final class Given {

    /** 4 CPUs, few huge pages, every design, with and without walkers. */
    static final String SMALL = Resources.text("/mmsim/experiments/small.yaml");

    private Given() {}

    static Experiment read(String text) {
        return new ExperimentLoader(Identities.loader())
                .load(new Document(YamlReader.read(text, "e.yaml"), Path.of("")));
    }

    static Results run(String text) throws InterruptedException {
        return new ExperimentRunner(new Silent()).run(read(text));
    }

    /** The row of a variant at the values of size, CPUs and walkers. */
    static Row row(Results results, String variant, String... values) {
        return results.rows().stream()
                .filter(row -> row.cell().variant().equals(variant)
                        && List.copyOf(row.cell().point().values()).equals(List.of(values)))
                .findFirst()
                .orElseThrow();
    }

    /** Tells nobody. */
    private static final class Silent implements ExperimentRunner.Listener {
        @Override
        public void next(int number, int runs, Cell cell) {}

        @Override
        public void at(Standing standing) {}
    }
}
