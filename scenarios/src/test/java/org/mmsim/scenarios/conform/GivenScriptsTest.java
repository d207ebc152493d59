package org.mmsim.scenarios.conform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mmsim.scenarios.conform.ScriptRunner.Run;
import org.mmsim.scenarios.conform.compare.FieldSelection;
import org.mmsim.scenarios.conform.compare.Mismatch;
import org.mmsim.scenarios.conform.recording.Recording;
import org.mmsim.scenarios.conform.script.Script;
import org.mmsim.scenarios.conform.sim.SimulatedKernel;

/**
 * Every given script under every reference kernel. What comes out is kept in two files, which the property
 * {@code mmsim.conformance.update} writes anew.
 */
class GivenScriptsTest {
    private static final Path EXPECTED = Given.root().resolve("expected.tsv");
    private static final Path DOCUMENT =
            Given.root().resolve("../../../../../docs/conformance.md").normalize();
    private static final String HEAD = "kernel\tscript\tstatus\tcompared\tequal";
    private static final String REGENERATE =
            "if that is meant, run the test with -Dmmsim.conformance.update=true and look at what changes";

    private static final List<Outcome> OUTCOMES = new ArrayList<>();

    @BeforeAll
    static void runAll() throws InterruptedException {
        List<Script> scripts = Given.scripts();
        for (KernelPreset kernel : KernelPreset.references()) {
            // One boot for all of them, as the recordings were made.
            SimulatedKernel simulated = new SimulatedKernel(kernel, standing -> {});
            try (RecordingFolder recordings = Given.recordings(kernel)) {
                for (Script script : scripts) {
                    OUTCOMES.add(run(simulated, kernel, script, recordings));
                }
            }
        }
    }

    private static Outcome run(
            SimulatedKernel simulated, KernelPreset kernel, Script script, RecordingFolder recordings)
            throws InterruptedException {
        Conformance all = new Conformance(kernel, simulated, FieldSelection.all());
        Optional<Run> run = all.simulate(script);
        Optional<Recording> real = recordings.read(script.name());
        String source = recordings.source(script.name());
        return new Outcome(kernel, all.compare(script, run, real, source));
    }

    @Test
    void everyScriptComesOutAsExpected() throws IOException {
        List<String> lines = new ArrayList<>(List.of(HEAD));
        OUTCOMES.forEach(outcome -> lines.add(outcome.line()));

        compare(EXPECTED, String.join("\n", lines) + "\n");
    }

    @Test
    void theDocumentSaysWhatCameOut() throws IOException {
        Explanations explanations = Explanations.read(Given.root().resolve("explanations.tsv"));

        compare(DOCUMENT, ConformanceDocument.of(OUTCOMES, explanations));
    }

    @Test
    void noRuleOfTheMachineIsBroken() {
        List<String> violations = new ArrayList<>();
        for (Outcome outcome : OUTCOMES) {
            for (Mismatch mismatch : outcome.mismatches()) {
                if (mismatch.field().equals("check")) {
                    violations.add(
                            outcome.script() + " under " + outcome.kernel().label() + ": " + mismatch.simulated());
                }
            }
        }

        assertThat(violations).isEmpty();
    }

    @Test
    void everyExplanationIsNeeded() throws IOException {
        Explanations explanations = Explanations.read(Given.root().resolve("explanations.tsv"));

        assertThat(explanations.all().stream().filter(explanation -> !isNeeded(explanation)))
                .isEmpty();
    }

    private static boolean isNeeded(Explanations.Explanation explanation) {
        return OUTCOMES.stream()
                .anyMatch(outcome ->
                        outcome.mismatches().stream().anyMatch(mismatch -> explanation.fits(outcome, mismatch)));
    }

    private static void compare(Path file, String actual) throws IOException {
        if (Boolean.getBoolean("mmsim.conformance.update")) {
            Files.writeString(file, actual, StandardCharsets.UTF_8);
        }
        List<String> expected =
                Files.readString(file, StandardCharsets.UTF_8).lines().toList();
        List<String> now = actual.lines().toList();
        assertThat(now.stream().filter(line -> !expected.contains(line)))
                .as("lines that %s does not have; %s", file.getFileName(), REGENERATE)
                .isEmpty();
        assertThat(now).as("%s; %s", file.getFileName(), REGENERATE).isEqualTo(expected);
    }
}
