package org.mmsim.scenarios.cli;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.function.Supplier;
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
            entry("import", ImportCommand::new),
            entry("bench", BenchCommand::new),
            entry("scenarios", ScenariosCommand::new),
            entry("profiles", ProfilesCommand::new),
            entry("policies", PoliciesCommand::new));

    private Commands() {}

    /** Adds the command that is asked for, or all of them; looking into every one takes longer than many an answer. */
    static void addTo(CommandLine line, String... args) {
        String wanted = args.length == 0 ? "" : args[0];
        boolean known = COMMANDS.stream().anyMatch(command -> command.getKey().equals(wanted));
        for (Map.Entry<String, Supplier<Object>> command : COMMANDS) {
            if (!known || command.getKey().equals(wanted)) {
                line.addSubcommand(command.getKey(), command.getValue().get());
            }
        }
    }
}
