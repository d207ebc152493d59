package org.mmsim.scenarios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.mmsim.scenarios.yaml.Resources;
import tools.jackson.databind.JsonNode;

@ResourceLock(org.junit.jupiter.api.parallel.Resources.SYSTEM_OUT)
@ResourceLock(org.junit.jupiter.api.parallel.Resources.SYSTEM_ERR)
class FidelityCommandTest {

    private static final String SMALL = Resources.text("/mmsim/experiments/small.yaml");

    @TempDir
    Path folder = Path.of("");

    private String file = "";

    @BeforeEach
    void writeExperiment() throws IOException {
        file = folder.resolve("small.yaml").toString();
        Files.writeString(Path.of(file), SMALL);
    }

    @Test
    void theTextFitsATerminalAndKeepsCalibratedAndPredictedApart() throws IOException {
        Path document = folder.resolve("fidelity.md");

        Invocation said = Invocation.of("fidelity", "--only", file, "--seeds", "2", "--write", document.toString());

        assertThat(said.exitCode()).isZero();
        assertThat(said.err()).isEmpty();
        assertThat(said.outLines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
        assertThat(said.out())
                .contains("machine power9-4, costs: 3 fitted, ")
                .contains("    ipi_send: fitted so that ")
                .containsPattern("calibrated +published +simulated +ratio +min +median +max\n"
                        + " +munmap_ns of always, size 32MiB, cpus +1\\.000 ms +\\d+\\.\\d+ us( +\\d\\.\\d{3}){4}")
                .containsPattern("predicted +published.*\n +munmap_ns of none-needed, ")
                .contains("  holds  one IPI for every other CPU and huge page: 48, exactly 48");
        assertThat(Files.readString(document))
                .startsWith("# Fidelity\n")
                .contains("\n## small\n", "| calibrated | published |", "| predicted | published |")
                .contains("\n| one IPI for every other CPU and huge page | 48 | exactly 48 | holds |\n")
                .contains("\n[1] somebody, some day\n");
    }

    @Test
    void jsonHasCalibratedAndPredictedFiguresApart() {
        JsonNode root = Invocation.of("fidelity", "--only", file, "--seeds", "2", "--json")
                .json();

        JsonNode small = root.get("experiments").get(0);
        assertThat(small.propertyNames())
                .containsExactly(
                        "experiment", "machines", "calibrated", "predicted", "shapes", "shapes_left_out", "complaints");
        JsonNode always = small.get("calibrated").get(0);
        assertThat(small.get("machines").get(0).get("fitted").get(0).get("cost").asString())
                .isEqualTo("ipi_send");
        assertThat(always.get("published").asLong()).isEqualTo(1_000_000);
        assertThat(always.get("ratio").asDouble())
                .isEqualTo(always.get("simulated").asDouble() / 1_000_000);
        assertThat(always.get("with_jitter").propertyNames()).containsExactly("min", "median", "max");
        assertThat(small.get("predicted").get(0).get("variant").asString()).isEqualTo("none-needed");
        assertThat(small.get("shapes")).hasSize(2);
    }

    @Test
    void aShapeThatFailsIsABadAnswer() throws IOException {
        Files.writeString(Path.of(file), SMALL.replace("equals: 48", "equals: 47"));

        Invocation said = Invocation.of("fidelity", "--only", file, "--seeds", "1");

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.out()).contains("  FAILS  one IPI for every other CPU and huge page: 48, exactly 47");
    }

    @Test
    void wrongRequestsAreRefusedBeforeAnythingRuns() {
        assertThat(Invocation.of("fidelity", "--only", file, "--seeds", "0"))
                .isEqualTo(new Invocation(2, "", "mmsim: too few or too many seeds (--seeds 0)\nallowed: 1 to 1000\n"));
        assertThat(Invocation.of("fidelity", "--only", file, "--write", folder.toString())
                        .err())
                .startsWith("mmsim: cannot write the document (--write ");
        assertThat(Invocation.of("fidelity", "--only", "lockless-mumap").err())
                .contains("did you mean \"lockless-munmap\"?");
    }
}
