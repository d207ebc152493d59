package org.mmsim.scenarios.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmsim.scenarios.experiment.Experiment;
import org.mmsim.scenarios.experiment.ExperimentLoader;
import org.mmsim.scenarios.experiment.Shape;
import org.mmsim.scenarios.fidelity.Agreement;
import org.mmsim.scenarios.fidelity.Comparison;
import org.mmsim.scenarios.fidelity.FidelityRunner;
import org.mmsim.scenarios.format.ScenarioLoader;
import org.mmsim.scenarios.run.Identities;
import org.mmsim.scenarios.yaml.Library;

/**
 * Whether docs/fidelity.md still says what comes out. It has the slow runs, this test the quick ones. Where they part on
 * purpose: {@code ./mmsim fidelity --write docs/fidelity.md}.
 */
class FidelityDocumentTest {
    private static final Path DOCUMENT = Path.of(System.getProperty("basedir", "."), "../docs/fidelity.md");
    private static final String REGENERATE = "if that is meant: ./mmsim fidelity --write docs/fidelity.md";
    private static final double TOLERANCE = 0.1;

    static List<String> names() {
        return Library.EXPERIMENTS.names();
    }

    /** The lines of the document that are about an experiment. */
    private static List<String> section(String name) throws IOException {
        List<String> lines = Files.readAllLines(DOCUMENT, StandardCharsets.UTF_8);
        int start = lines.indexOf("## " + name);
        assertThat(start).as("section of %s; %s", name, REGENERATE).isNotNegative();
        return lines.subList(start + 1, lines.size()).stream()
                .takeWhile(line -> !line.startsWith("## "))
                .toList();
    }

    private static List<String> cells(List<String> section, String first) {
        List<String> found = section.stream()
                .filter(line -> line.startsWith("| " + first + " |"))
                .toList();
        assertThat(found).as("rows of %s; %s", first, REGENERATE).hasSize(1);
        return Stream.of(found.get(0).split("\\|", -1)).map(String::strip).toList();
    }

    @ParameterizedTest
    @MethodSource("names")
    void figuresShapesAndCountsAreWhatComesOut(String name) throws IOException, InterruptedException {
        ScenarioLoader loader = Identities.loader();
        Experiment experiment = new ExperimentLoader(loader).load(name);
        List<String> section = section(name);

        try (ProgressLine line = new ProgressLine(name)) {
            Agreement quick = new FidelityRunner(loader, new ExperimentProgress(line, ""), true, 1).run(experiment);

            assertThat(quick.complaints()).isEmpty();
            assertThat(quick.findings())
                    .allSatisfy(finding ->
                            assertThat(finding.holds()).as(finding.describe()).isTrue());
            for (Comparison comparison : quick.comparisons()) {
                List<String> row = cells(section, FidelityReport.label(comparison));
                assertThat(comparison.ratio())
                        .as("%s, ratio; %s", FidelityReport.label(comparison), REGENERATE)
                        .isCloseTo(Double.parseDouble(row.get(4)), within(TOLERANCE * comparison.ratio()));
            }
            for (Shape.Finding finding : quick.findings()) {
                List<String> row = cells(section, finding.shape().says());
                if (finding.shape().to() == null) {
                    assertThat(row.get(2)).isEqualTo(Shape.number(finding.value()));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyFigureAndEveryShapeIsInTheDocument(String name) throws IOException {
        Experiment experiment = new ExperimentLoader(Identities.loader()).load(name);
        List<String> section = section(name);

        experiment
                .published()
                .forEach(figure -> assertThat(cells(
                                section,
                                figure.measure().name() + " of " + figure.at().describe()))
                        .isNotEmpty());
        experiment
                .shapes()
                .forEach(
                        shape -> assertThat(cells(section, shape.says())).containsSubsequence(shape.bounds(), "holds"));
        long rows = section.stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| ---"))
                .count();
        long heads = section.stream().filter(line -> line.startsWith("| ---")).count();
        assertThat(rows - heads)
                .isEqualTo(experiment.published().size() + experiment.shapes().size());
    }

    @Test
    void theDocumentHasTheExperimentsOfTheLibraryInOrder() throws IOException {
        List<String> headings = new ArrayList<>();
        for (String line : Files.readAllLines(DOCUMENT, StandardCharsets.UTF_8)) {
            if (line.startsWith("## ")) {
                headings.add(line.substring(3));
            }
        }

        assertThat(headings).as(REGENERATE).isEqualTo(names());
    }
}
