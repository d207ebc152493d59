package org.mmsim.scenarios.conform;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.conform.ScriptRunner.Run;
import org.mmsim.scenarios.conform.compare.Comparison;
import org.mmsim.scenarios.conform.compare.FieldSelection;
import org.mmsim.scenarios.conform.compare.RecordingComparer;
import org.mmsim.scenarios.conform.recording.OpRecord;
import org.mmsim.scenarios.conform.recording.Recording;
import org.mmsim.scenarios.conform.script.Feature;
import org.mmsim.scenarios.conform.script.Script;
import org.mmsim.scenarios.conform.script.ScriptLine;
import org.mmsim.scenarios.yaml.Text;

/** Scripts under one kernel's preset, beside what the real one reported. */
public final class Conformance {
    private final KernelPreset kernel;
    private final ScriptRunner runner;
    private final FieldSelection fields;

    public Conformance(KernelPreset kernel, ScriptRunner runner, FieldSelection fields) {
        this.kernel = kernel;
        this.runner = runner;
        this.fields = fields;
    }

    /**
     * What the simulator reports for a script, or nothing if it cannot run it.
     *
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public Optional<Run> simulate(Script script) throws InterruptedException {
        boolean possible =
                missing(script).isEmpty() && runner.unsupported(script).isEmpty();
        return possible ? Optional.of(runner.run(script)) : Optional.empty();
    }

    /**
     * Compares what the simulator reported with a recording.
     *
     * @param simulated empty if it could not run the script
     * @param real empty if there is no recording
     * @param source what messages call the recording
     * @throws InputException if the recording is of another script
     */
    public ScriptResult compare(Script script, Optional<Run> simulated, Optional<Recording> real, String source) {
        Optional<String> missing = real.map(Recording::missing)
                .filter(feature -> !feature.isEmpty())
                .or(() -> missing(script).map(Feature::label));
        if (missing.isPresent()) {
            return ScriptResult.skipped(script.name(), "the kernel has no " + missing.get());
        }
        if (simulated.isEmpty()) {
            return ScriptResult.unsupported(script.name(), runner.unsupported(script));
        }
        if (real.isEmpty()) {
            return ScriptResult.skipped(script.name(), "there is no recording");
        }
        checkSame(script, real.get(), source);
        return ScriptResult.compared(script.name(), compare(real.get(), simulated.get()));
    }

    private Comparison compare(Recording real, Run simulated) {
        boolean ksmFlagMeansNothing = kernel.variant().ksmOfAllAnon();
        Comparison comparison = RecordingComparer.compare(real, simulated.recording(), fields, ksmFlagMeansNothing);
        comparison.addViolations(simulated.violations());
        return comparison;
    }

    private Optional<Feature> missing(Script script) {
        return script.needs().stream().filter(feature -> !kernel.has(feature)).findFirst();
    }

    private static void checkSame(Script script, Recording recording, String source) {
        Map<Integer, String> lines = new TreeMap<>();
        for (ScriptLine line : script.lines()) {
            lines.put(line.number(), line.text());
        }
        List<OpRecord> ops = recording.entries().stream()
                .filter(OpRecord.class::isInstance)
                .map(OpRecord.class::cast)
                .toList();
        for (OpRecord op : ops) {
            if (!op.text().equals(lines.get(op.line()))) {
                throw new InputException(
                        "the recording is of another script: line " + op.line() + " was " + Text.quote(op.text()) + " ("
                                + source + ")",
                        "allowed: a recording of " + script.source());
            }
        }
    }
}
