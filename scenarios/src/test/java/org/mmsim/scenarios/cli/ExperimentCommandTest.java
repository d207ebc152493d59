package org.mmsim.scenarios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.mmsim.scenarios.yaml.Library;
import org.mmsim.scenarios.yaml.Resources;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ResourceLock(org.junit.jupiter.api.parallel.Resources.SYSTEM_OUT)
@ResourceLock(org.junit.jupiter.api.parallel.Resources.SYSTEM_ERR)
class ExperimentCommandTest {

    private static final String SMALL = Resources.text("/mmsim/experiments/small.yaml");

    @TempDir
    Path folder = Path.of("");

    private Path file = folder;

    private record Said(int code, String out, String err) {}

    @BeforeEach
    void writeExperiment() throws IOException {
        file = folder.resolve("small.yaml");
        Files.writeString(file, SMALL);
    }

    private static Said execute(Object... args) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        List<String> line = new ArrayList<>(List.of("experiment"));
        List.of(args).forEach(arg -> line.add(arg.toString()));
        try {
            System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
            int code = Main.execute(line.toArray(String[]::new));
            return new Said(code, said.toString(StandardCharsets.UTF_8), complained.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    @Test
    void jsonHasTheKeysThatItsReadersRelyOn() {
        Said said = execute(file, "--json");

        JsonNode root = JsonMapper.shared().readTree(said.out());
        assertThat(said.code()).isZero();
        assertThat(root.propertyNames()).containsExactly("experiment", "rows");
        assertThat(root.get("experiment").asString()).isEqualTo("small");
        assertThat(root.get("rows")).hasSize(26);
        for (JsonNode row : root.get("rows")) {
            assertThat(row.propertyNames())
                    .containsExactly("variant", "parameters", "metrics", "published", "ratio", "source");
        }
        JsonNode always = root.get("rows").get(20);
        assertThat(always.get("variant").asString()).isEqualTo("always");
        assertThat(always.get("parameters").toString()).isEqualTo("{\"size\":\"32MiB\",\"cpus\":4,\"walkers\":0}");
        assertThat(always.get("metrics").get("ipis").toString()).isEqualTo("48");
        assertThat(always.get("published").toString()).isEqualTo("{\"munmap_ns\":1000000}");
        assertThat(always.get("ratio").get("munmap_ns").asDouble())
                .isEqualTo(always.get("metrics").get("munmap_ns").asDouble() / 1_000_000);
        assertThat(always.get("source").asString()).isEqualTo("fitted: somebody, some day");
        assertThat(root.get("rows").get(21).get("published").toString()).isEqualTo("{}");
        assertThat(root.get("rows").get(21).get("source").asString()).isEmpty();
    }

    @Test
    void theTextFitsATerminalAndNamesFiguresRatiosAndSources() throws IOException {
        Path plot = folder.resolve("small.svg");

        Said said = execute(file, "--plot", plot);

        assertThat(said.code()).isZero();
        assertThat(said.err()).isEmpty();
        assertThat(said.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
        assertThat(said.out())
                .contains("munmap_ns at size 32MiB, cpus 4, walkers 0")
                .containsPattern("always +\\d+\\.\\d+ us +1\\.000 ms +0\\.\\d+ +fitted +\\[1]")
                .containsPattern("none-needed +\\d+\\.\\d+ us +10\\.000 us +\\d\\.\\d+ +predicted +\\[1]")
                .containsPattern("CPUs in the mask +always +shared-counter +percpu-counter +none-needed")
                .endsWith("[1] somebody, some day\n");
        assertThat(Files.readString(plot)).startsWith("<?xml").endsWith("</svg>\n");
    }

    @Test
    void anUnmetExpectationIsABadAnswerAndTheNumbersAreShownAllTheSame() throws IOException {
        Files.writeString(
                file,
                SMALL.replace(
                        "  always: {kernel.lockless_walk: always}",
                        "  always: {kernel.lockless_walk: always, expect.1.violations: 5}"));

        Said said = execute(file);

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out()).contains("munmap, nobody walks");
        assertThat(said.err().lines())
                .hasSize(7)
                .first()
                .isEqualTo("mmsim: always, size 16MiB, cpus 1, walkers 0: expected violations = 5, was 0");
    }

    @Test
    void aShapeThatDoesNotComeOutIsABadAnswer() throws IOException {
        Files.writeString(file, SMALL.replace("equals: 48", "equals: 47"));

        Said said = execute(file);

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out())
                .contains("  FAILS  one IPI for every other CPU and huge page: 48, exactly 47\n")
                .contains("  holds  twice the pages, twice the time: ");
        assertThat(said.err()).isEqualTo("mmsim: shape: one IPI for every other CPU and huge page: 48, exactly 47\n");
    }

    @Test
    void aPlotThatCannotBeWrittenIsSaidBeforeAnythingRuns() {
        Path nowhere = folder.resolve("no/such/folder/small.svg");

        assertThat(execute(file, "--plot", nowhere))
                .isEqualTo(new Said(
                        2,
                        "",
                        "mmsim: cannot write the plot (--plot " + nowhere
                                + ")\nallowed: a file in a directory that can be written\n"));
        assertThat(execute(file, "--plot", folder).code()).isEqualTo(2);
    }

    @Test
    void anExperimentWithoutPlotsHasNoneToDraw() throws IOException {
        Files.writeString(file, SMALL.replaceFirst("(?s)plots:.*?published:", "published:"));

        assertThat(execute(file, "--plot", folder.resolve("x.svg")).err())
                .startsWith("mmsim: the experiment small has no plots (--plot ");
    }

    @Test
    void anUnknownExperimentIsNamedWithThoseThereAre() {
        String names = String.join(", ", Library.EXPERIMENTS.names());

        assertThat(execute("lockless-mumap")).isEqualTo(new Said(2, "", """
                                mmsim: neither in the library nor a file ("lockless-mumap")
                                did you mean "lockless-munmap"? allowed: %s, or a path
                                """.formatted(names)));
        assertThat(execute()).isEqualTo(new Said(2, "", """
                                mmsim: which experiment? (experiment)
                                allowed: %s, or a file
                                """.formatted(names)));
    }
}
