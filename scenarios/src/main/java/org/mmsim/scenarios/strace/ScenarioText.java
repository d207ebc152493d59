package org.mmsim.scenarios.strace;

import java.util.List;
import java.util.Locale;
import org.mmsim.scenarios.InputException;

/** The text of an imported scenario. */
final class ScenarioText {

    /** Largest scenario that can be loaded. */
    static final int BYTES_MAX = 8 << 20;

    private static final int NAME_CHARS_MAX = 64;

    private final StringBuilder text = new StringBuilder();

    private ScenarioText() {}

    /**
     * The whole scenario.
     *
     * @param recording file of the recording
     * @param scenarioFile file that the scenario goes to, which gives it its name
     */
    static String of(Translator.Result result, ImportOptions options, String recording, String scenarioFile) {
        ScenarioText scenario = new ScenarioText();
        scenario.head(result.summary(), options, plain(recording), name(scenarioFile));
        result.processes().forEach(scenario::process);
        if (scenario.text.length() > BYTES_MAX) {
            throw new InputException(
                    "the scenario would be larger than " + (BYTES_MAX >> 20) + " MiB (" + recording + ")",
                    "record a shorter run");
        }
        return scenario.text.toString();
    }

    private void head(ImportSummary summary, ImportOptions options, String recording, String name) {
        line(0, "# Made by: mmsim import strace " + recording);
        line(0, "# Comments give lines of the recording. strace shows no memory accesses, so there are none here.");
        summary.lines().forEach(line -> line(0, "# " + line));
        line(0, "mmsim: 1");
        line(0, "name: " + name);
        line(0, "description: Memory calls of a real program, recorded with strace in " + recording);
        line(0, "machine: " + scalar(options.machine()));
        line(0, "processes:");
    }

    private void process(SimProcess process) {
        if (!process.origin().isEmpty()) {
            line(1, "# " + process.origin());
        }
        line(1, "- name: " + process.name());
        line(2, "threads:");
        process.threads().forEach(this::thread);
    }

    private void thread(SimThread thread) {
        line(3, "- name: " + thread.name());
        line(4, "cpu: " + thread.cpu());
        List<String> program = thread.program();
        line(4, program.isEmpty() ? "run: []" : "run:");
        program.forEach(operation -> line(5, operation));
    }

    private void line(int indent, String content) {
        text.append("  ".repeat(indent)).append(content).append('\n');
    }

    /** A scenario's name consists of lower-case letters, digits and hyphens. */
    private static String name(String scenarioFile) {
        String stem = lastElement(scenarioFile).replaceFirst("\\.ya?ml$", "");
        String allowed = stem.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String name =
                allowed.substring(0, Math.min(allowed.length(), NAME_CHARS_MAX)).replaceAll("^-|-$", "");
        return name.isEmpty() ? "recording" : name;
    }

    private static String scalar(String value) {
        return value.matches("[A-Za-z][A-Za-z0-9./-]*") ? value : "'" + value.replace("'", "''") + "'";
    }

    /** The name of a file, without anything that means something in YAML. */
    private static String plain(String file) {
        return lastElement(file).replaceAll("[^A-Za-z0-9._-]", "_");
    }

    private static String lastElement(String file) {
        return file.substring(file.lastIndexOf('/') + 1);
    }
}
