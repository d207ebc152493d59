package org.mmsim.scenarios.strace;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.mmsim.scenarios.format.Scenario;
import org.mmsim.scenarios.format.ScenarioLoader;
import org.mmsim.scenarios.run.Identities;

/** Imports recordings that tests write down. */
final class Importing {

    static final String FILE = "recording.strace";

    private static final ScenarioLoader LOADER = Identities.loader();

    private Importing() {}

    static StraceImporter.Imported lines(String... lines) {
        return text(String.join("\n", lines) + "\n");
    }

    static StraceImporter.Imported text(String recording) {
        return bytes(recording.getBytes(StandardCharsets.UTF_8), ImportOptions.DEFAULT);
    }

    static StraceImporter.Imported bytes(byte[] recording, ImportOptions options) {
        return StraceImporter.translate(read(recording), FILE, "scenario.yaml", options);
    }

    /** The processes of the scenario, before they become text. */
    static List<SimProcess> processes(byte[] recording) {
        return Translator.translate(read(recording), ImportOptions.DEFAULT).processes();
    }

    private static Recording read(byte[] recording) {
        CallAssembler assembler = new CallAssembler();
        try {
            RecordingReader.read(new ByteArrayInputStream(recording), FILE, assembler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return assembler.finish();
    }

    /** The scenario from {@code processes:} on, without comments. */
    static String programs(StraceImporter.Imported imported) {
        String scenario = imported.scenario();
        return scenario.substring(scenario.indexOf("processes:"))
                .replaceAll(" *#[^\n]*\n", "\n")
                .replaceAll("\n\n+", "\n");
    }

    /** The operations of all threads, in the order of the scenario, without comments. */
    static List<String> operations(StraceImporter.Imported imported) {
        return programs(imported)
                .lines()
                .map(String::strip)
                .filter(line ->
                        line.matches("- (map|unmap|protect|madvise|remap|lock|unlock|brk|fork|exit|barrier): .*"))
                .map(line -> line.substring("- ".length()))
                .toList();
    }

    /** The scenario as the run command would load it. */
    static Scenario load(StraceImporter.Imported imported) {
        return LOADER.read(imported.scenario(), "scenario.yaml");
    }

    static int lineCount(ImportSummary summary) {
        return summary.importedLines()
                + summary.passedOver().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum();
    }
}
