package org.mmsim.scenarios.cli;

import java.nio.file.Path;
import java.util.Objects;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.profile.ProfileLoader;
import org.mmsim.scenarios.strace.ImportOptions;
import org.mmsim.scenarios.strace.ImportSummary;
import org.mmsim.scenarios.strace.StraceImporter;
import org.mmsim.scenarios.yaml.Library;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code mmsim import}. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = "Turns recordings of real programs into scenarios.",
        synopsisSubcommandLabel = "FORMAT",
        subcommands = ImportCommand.Strace.class)
final class ImportCommand {

    /** {@code mmsim import strace}. */
    @Command(
            name = "strace",
            mixinStandardHelpOptions = true,
            description = "Imports the memory operations of a program, with its threads and their order.",
            footer = {
                "",
                "Record with:",
                "  strace -f -tt -e trace=memory,process -o FILE PROGRAM",
                "Then:",
                "  mmsim import strace FILE -o my.yaml && mmsim run my.yaml"
            })
    static final class Strace implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "FILE", description = "what strace has written")
        @Nullable
        Path file;

        @Option(
                names = {"-o", "--output"},
                paramLabel = "SCENARIO.yaml",
                required = true,
                description = "the scenario to write")
        @Nullable
        Path output;

        @Option(
                names = "--machine",
                paramLabel = "PROFILE",
                description = "the machine to run on (default: power9-4-4k)")
        @Nullable
        String machine;

        @Option(names = "--json", description = "print one JSON document")
        boolean json;

        @Override
        public Integer call() {
            ImportOptions options = machine == null ? ImportOptions.DEFAULT : of(machine);
            ImportSummary summary =
                    StraceImporter.importFile(Objects.requireNonNull(file), Objects.requireNonNull(output), options);
            if (json) {
                System.out.println(document(summary).toPrettyString());
            } else {
                summary.lines().forEach(System.out::println);
            }
            return ExitCode.GOOD;
        }

        /** The scenario refers to its machine by name, wherever it is moved to. */
        private static ImportOptions of(String profile) {
            if (!Library.PROFILES.has(profile)) {
                throw new InputException(
                        "no profile " + profile + " in the library (--machine)",
                        "allowed: " + String.join(", ", Library.PROFILES.names()));
            }
            return ImportOptions.of(ProfileLoader.load(profile));
        }

        private static ObjectNode document(ImportSummary summary) {
            ObjectNode root = JsonMapper.shared().createObjectNode();
            counts(root.putObject("operations"), summary.operations());
            counts(root.putObject("not_simulated"), summary.notSimulated());
            counts(root.putObject("simplified"), summary.simplified());
            counts(root.putObject("passed_over"), summary.passedOver());
            return root.put("imported_lines", summary.importedLines())
                    .put("processes", summary.processes())
                    .put("threads", summary.threads())
                    .put("barriers", summary.barriers());
        }

        private static void counts(ObjectNode into, SortedMap<String, Integer> counts) {
            counts.forEach(into::put);
        }
    }
}
