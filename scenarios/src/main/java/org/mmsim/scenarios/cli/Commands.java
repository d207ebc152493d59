package org.mmsim.scenarios.cli;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.yaml.Text;
import picocli.CommandLine;

/** The commands by name, in the order of the help. */
final class Commands {
    private static final List<Entry<String, Supplier<Object>>> COMMANDS = List.of(
            entry("run", RunCommand::new),
            entry("replay", ReplayCommand::new),
            entry("query", QueryCommand::new),
            entry("why", WhyCommand::new),
            entry("show", ShowCommand::new),
            entry("runs", RunsCommand::new),
            entry("verify", VerifyCommand::new),
            entry("state", StateCommand::new),
            entry("experiment", ExperimentCommand::new),
            entry("fidelity", FidelityCommand::new),
            entry("sensitivity", SensitivityCommand::new),
            entry("conform", ConformCommand::new),
            entry("import", ImportCommand::new),
            entry("bench", BenchCommand::new),
            entry("scenarios", ScenariosCommand::new),
            entry("profiles", ProfilesCommand::new),
            entry("policies", PoliciesCommand::new));

    private Commands() {}

    /**
     * Adds the command that is asked for, or all of them if none is; looking into every one takes longer than many an
     * answer.
     *
     * @return whether there is such a command
     */
    static boolean addTo(CommandLine line, String... args) {
        String wanted = wanted(args);
        boolean found = wanted.isEmpty();
        for (Map.Entry<String, Supplier<Object>> command : COMMANDS) {
            if (wanted.isEmpty() || command.getKey().equals(wanted)) {
                line.addSubcommand(command.getKey(), command.getValue().get());
                found = true;
            }
        }
        return found;
    }

    /** The complaint about a command that does not exist. */
    static InputException unknown(String... args) {
        String wanted = wanted(args);
        return new InputException(
                "no command " + Text.quote(wanted) + " (mmsim)",
                Text.allowed(wanted, COMMANDS.stream().map(Entry::getKey).toList()));
    }

    /** The first word that is not an option; empty if there is none. */
    private static String wanted(String... args) {
        return Stream.of(args).filter(arg -> !arg.startsWith("-")).findFirst().orElse("");
    }
}
