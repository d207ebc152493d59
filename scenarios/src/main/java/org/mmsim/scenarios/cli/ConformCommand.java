package org.mmsim.scenarios.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.IoReason;
import org.mmsim.scenarios.conform.Conformance;
import org.mmsim.scenarios.conform.ConformanceReport;
import org.mmsim.scenarios.conform.KernelPreset;
import org.mmsim.scenarios.conform.RecordingFolder;
import org.mmsim.scenarios.conform.RecordingFolders;
import org.mmsim.scenarios.conform.ScriptFiles;
import org.mmsim.scenarios.conform.ScriptResult;
import org.mmsim.scenarios.conform.ScriptRunner.Run;
import org.mmsim.scenarios.conform.compare.FieldSelection;
import org.mmsim.scenarios.conform.recording.Recording;
import org.mmsim.scenarios.conform.recording.RecordingWriter;
import org.mmsim.scenarios.conform.script.Script;
import org.mmsim.scenarios.conform.sim.SimulatedKernel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mmsim conform}. */
@Command(
        name = "conform",
        mixinStandardHelpOptions = true,
        description = "Runs scripts of memory operations and compares with what a real kernel reported.",
        footer = {
            "",
            "Exit code 1: a field differs.",
            "",
            "Example:",
            "  mmsim conform scripts --kernel x86_64-6.12 --fields pm,mc,pt"
        })
final class ConformCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "SCRIPT", description = "scripts, or folders of scripts")
    List<Path> scripts = new ArrayList<>();

    @Option(names = "--kernel", required = true, paramLabel = "NAME", description = "the kernel: its preset and name")
    String kernel = "";

    @Option(
            names = "--recordings",
            paramLabel = "DIR",
            description = "the kernel's recordings (default: ../recordings/KERNEL seen from the script)")
    @Nullable
    Path recordings;

    @Option(names = "--emit", paramLabel = "DIR", description = "write what the simulator saw as recordings")
    @Nullable
    Path emit;

    @Option(names = "--fields", paramLabel = "LIST", description = "compare only these, such as pm,mc,pt,tlb")
    @Nullable
    String fields;

    @Option(names = "--json", description = "print one JSON document")
    boolean json;

    @Override
    public Integer call() throws InterruptedException {
        KernelPreset preset = KernelPreset.of(kernel, "--kernel");
        FieldSelection selection = fields == null ? FieldSelection.all() : FieldSelection.of(fields, "--fields");
        List<Script> read = ScriptFiles.read(scripts);
        makeFolder();
        ConformanceReport report = new ConformanceReport(preset, selection, results(preset, selection, read));
        if (json) {
            System.out.println(ConformJson.of(report).toPrettyString());
        } else {
            new ConformText(report).print(System.out);
        }
        return report.isEqual() ? ExitCode.GOOD : ExitCode.BAD_ANSWER;
    }

    private List<ScriptResult> results(KernelPreset preset, FieldSelection selection, List<Script> read)
            throws InterruptedException {
        List<ScriptResult> results = new ArrayList<>();
        try (RecordingFolders folders = new RecordingFolders(recordings, preset.label(), emit == null);
                ProgressLine progress = new ProgressLine("conform")) {
            Conformance conformance = new Conformance(preset, new SimulatedKernel(preset, progress), selection);
            for (Script script : read) {
                progress.next(String.format(
                        Locale.ROOT, "script %d of %d, %s", results.size() + 1, read.size(), script.name()));
                // Whatever is wrong with a recording is said before its script is run.
                Optional<RecordingFolder> folder = folders.of(script);
                Optional<Recording> real = folder.flatMap(found -> found.read(script.name()));
                Optional<Run> simulated = conformance.simulate(script);
                simulated.ifPresent(run -> emit(run.recording()));
                String source = folder.map(found -> found.source(script.name())).orElse("");
                results.add(conformance.compare(script, simulated, real, source));
            }
        }
        return results;
    }

    private void makeFolder() {
        try {
            if (emit != null) {
                Files.createDirectories(emit);
            }
        } catch (IOException e) {
            throw new InputException("cannot make the folder: " + IoReason.of(e) + " (--emit " + emit + ")");
        }
    }

    private void emit(Recording recording) {
        if (emit == null) {
            return;
        }
        Path file = emit.resolve(recording.meta().script() + RecordingFolder.ENDING);
        try {
            Files.writeString(file, RecordingWriter.text(recording), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new InputException("cannot write the recording: " + IoReason.of(e) + " (--emit " + emit + ")");
        }
    }
}
