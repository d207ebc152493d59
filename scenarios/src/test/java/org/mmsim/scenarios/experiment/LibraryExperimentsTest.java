package org.mmsim.scenarios.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmsim.scenarios.run.Identities;
import org.mmsim.scenarios.yaml.Library;

class LibraryExperimentsTest {

    static List<String> names() {
        return Library.EXPERIMENTS.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyExperimentLoadsAndIsNamedAsItsFile(String name) {
        assertThat(load(name).name()).isEqualTo(name);
    }

    @Test
    void locklessMunmapHasEveryDesignAtFullSizeAndFrom1To128CpusWithAndWithoutWalkers() {
        Experiment experiment = load("lockless-munmap");

        for (String variant : experiment.variants()) {
            List<String> runs = experiment.cells().stream()
                    .filter(cell -> cell.variant().equals(variant))
                    .map(Cell::describe)
                    .toList();
            assertThat(runs)
                    .contains(variant + ", size 496GiB, cpus 128, walkers 0")
                    .contains(variant + ", size 4GiB, cpus 1, walkers 0")
                    .contains(variant + ", size 4GiB, cpus 128, walkers 0")
                    .contains(variant + ", size 1GiB, cpus 2, walkers 1")
                    .contains(variant + ", size 1GiB, cpus 128, walkers 16");
        }
    }

    @Test
    void onlyTheDesignThatTheProfileWasFittedToCountsAsFitted() {
        assertThat(load("lockless-munmap").published())
                .extracting(figure -> figure.variant() + " " + figure.value() + " " + figure.use())
                .containsExactly(
                        "always 275000000000 fitted",
                        "shared-counter 418000000 predicted",
                        "percpu-counter 430000000 predicted");
    }

    private static Experiment load(String name) {
        return new ExperimentLoader(Identities.loader()).load(name);
    }
}
