package org.mmsim.scenarios.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmsim.scenarios.run.Identities;
import org.mmsim.scenarios.yaml.Library;

class CanonicalTextTest {

    static List<String> scenarios() {
        return Library.SCENARIOS.names();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void loadingTheCanonicalTextGivesTheSameScenario(String name) {
        Scenario scenario = Identities.loader().load(name, List.of(), OptionalLong.empty());

        assertThat(Identities.loader().read(scenario.canonicalText(), "canonical"))
                .isEqualTo(scenario);
    }

    @Test
    void settingsSeedAndJitterAreInTheText() {
        Scenario scenario = Given.LOADER.load(
                "lockless-munmap-small",
                List.of(
                        Setting.parse("kernel.lockless_walk=percpu-counter"),
                        Setting.parse("parameters.size=64MiB"),
                        Setting.parse("machine.costs.syscall.ns=1"),
                        Setting.parse("jitter.all={kind: uniform, spread: 10%}"),
                        Setting.parse("granularity=fine")),
                OptionalLong.of(77));

        assertThat(Given.read(scenario.canonicalText())).isEqualTo(scenario);
        assertThat(scenario.canonicalText())
                .contains("seed: 77\n", "lockless_walk: percpu-counter\n", "size: 64MiB\n", "spread: 10%\n")
                .doesNotContain("$", "parameters:", "\njitter:", "when:");
    }

    @Test
    void nothingIsLeftToLookUp(@TempDir Path folder) throws IOException {
        Path profile = folder.resolve("own.yaml");
        Files.writeString(profile, Library.PROFILES.text("power9-4").replace("name: power9-4", "name: own"));
        Path file = folder.resolve("s.yaml");
        Files.writeString(file, Given.withProgram("exit: {}").replace("machine: power9-4", "machine: own.yaml"));

        Scenario scenario = Given.LOADER.load(file.toString(), List.of(), OptionalLong.empty());
        Files.delete(profile);

        assertThat(scenario.machine().name()).isEqualTo("own");
        assertThat(Given.read(scenario.canonicalText())).isEqualTo(scenario);
        assertThat(scenario.canonicalText()).doesNotContain("based_on").contains("\n    folio_ref:\n");
    }

    @Test
    void aMachineInTheScenarioMayHaveABase() {
        String machine = "{mmsim-profile: 1, name: inner, description: d, based_on: power9-4, memory: 2GiB}";

        Scenario scenario =
                Given.read(Given.withProgram("exit: {}").replace("machine: power9-4", "machine: " + machine));

        assertThat(scenario.machine().memoryBytes()).isEqualTo(2L << 30);
        assertThat(scenario.machine().topology().cpus()).isEqualTo(4);
        assertThat(scenario.canonicalText()).doesNotContain("based_on");
    }

    @Test
    void defaultsAreWrittenOut() {
        assertThat(Given.read(Given.withProgram("exit: {}")).canonicalText()).contains("""
                        seed: 1
                        granularity: batch
                        kernel:
                          lockless_walk: always
                          mm_cpumask: never-cleared
                        thp:
                          enabled: always
                          defrag: madvise
                          use_zero_page: true
                        processes:
                          - name: A
                            threads:
                              - name: main
                                cpu: 0
                                run:
                                  - exit: {}
                        expect: []
                        """);
    }

    @Test
    void theWayThatTheDocumentIsWrittenDoesNotMatter() {
        String text = Given.withProgram("compute: 10us", "exit: {}");
        String same = """
                # A comment.
                {"mmsim": 1, "machine": 'power9-4', "name": given, "description": for a test, kernel: {},
                 processes: [{name: A, threads: [{name: main, cpu: 0, run: [{compute: "10us"}, exit: {}]}]}]}
                """;

        assertThat(Given.read(same)).isEqualTo(Given.read(text));
    }

    @Test
    void textThatLooksLikeAParameterSurvives() {
        Scenario scenario =
                Given.read(Given.withProgram("exit: {}").replace("description: for a test", "description: '$size'"));

        assertThat(scenario.description()).isEqualTo("$size");
        assertThat(Given.read(scenario.canonicalText())).isEqualTo(scenario);
    }

    @Test
    void scenariosThatDifferHaveTextsThatDiffer() {
        Scenario scenario = Given.library("lockless-munmap-small");

        assertThat(Given.library("lockless-munmap-small", "seed=2").canonicalText())
                .isNotEqualTo(scenario.canonicalText());
        assertThat(Given.library("lockless-munmap-small", "machine.costs.syscall.ns=1"))
                .isNotEqualTo(scenario);
    }
}
