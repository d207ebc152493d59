package org.mmsim.scenarios.conform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmsim.scenarios.conform.compare.FieldSelection;
import org.mmsim.scenarios.conform.recording.Recording;
import org.mmsim.scenarios.conform.recording.RecordingReader;
import org.mmsim.scenarios.conform.recording.RecordingWriter;
import org.mmsim.scenarios.conform.script.Script;

class GivenRecordingsTest {

    static Stream<KernelPreset> references() {
        return KernelPreset.references().stream();
    }

    @ParameterizedTest
    @MethodSource("references")
    void everyRecordingReadsTheSameAfterItWasWritten(KernelPreset kernel) {
        try (RecordingFolder recordings = Given.recordings(kernel)) {
            for (Script script : Given.scripts()) {
                Optional<Recording> recording = recordings.read(script.name());
                recording.ifPresent(read -> assertThat(RecordingReader.parse(RecordingWriter.text(read), "again"))
                        .isEqualTo(read));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("references")
    void everyRecordingIsEqualToItself(KernelPreset kernel) {
        try (RecordingFolder recordings = Given.recordings(kernel)) {
            Conformance conformance = new Conformance(kernel, new Nothing(), FieldSelection.all());
            for (Script script : Given.scripts()) {
                Optional<Recording> recording = recordings.read(script.name());
                ScriptResult result = conformance.compare(
                        script,
                        recording.map(real -> new ScriptRunner.Run(real, List.of())),
                        recording,
                        recordings.source(""));

                assertThat(result.comparison().mismatches()).as(script.name()).isEmpty();
                assertThat(result.status())
                        .as(script.name())
                        .isEqualTo(recording.isPresent() ? ScriptResult.Status.EQUAL : ScriptResult.Status.SKIPPED);
            }
        }
    }

    @Test
    void everyScriptParses() {
        assertThat(Given.scripts())
                .hasSize(116)
                .allSatisfy(script -> assertThat(script.processes()).isNotEmpty());
    }

    /** Runs no script. */
    private static final class Nothing implements ScriptRunner {
        @Override
        public List<String> unsupported(Script script) {
            return List.of("anything");
        }

        @Override
        public Run run(Script script) {
            throw new AssertionError("not to be run");
        }
    }
}
