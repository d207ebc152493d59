package org.mmsim.scenarios.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.mmsim.protocol.RunEnd;
import org.mmsim.protocol.RunIdentity;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.run.RunSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code mmsim show}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows what a recorded run is, and what it measured, counted and found.")
final class ShowCommand implements Callable<Integer> {
    @Mixin
    RunArgument run = new RunArgument();

    @Option(names = "--scenario", description = "print the scenario that was run, as a file that can be run again")
    boolean scenario;

    @Option(names = "--json", description = "print one JSON document")
    boolean json;

    @Override
    public Integer call() {
        Path directory = run.directory();
        RunSummary summary = RunSummary.of(directory);
        RunIdentity identity = summary.identity();
        if (identity == null) {
            throw new InputException(summary.problem());
        }
        if (json) {
            System.out.println(json(summary, identity).toPrettyString());
        } else if (scenario) {
            System.out.print(identity.getScenario());
        } else {
            print(summary, identity);
        }
        return ExitCode.GOOD;
    }

    private static ObjectNode json(RunSummary summary, RunIdentity identity) {
        ObjectNode root = JsonMapper.shared().createObjectNode();
        RunsCommand.write(summary, root);
        root.put("simulator_version", identity.getSimulatorVersion());
        root.put("schema_version", identity.getSchemaVersion());
        root.put("events_per_chunk", identity.getEventsPerChunk());
        ArrayNode checks = root.putArray("checks");
        identity.getChecksList().forEach(checks::add);
        root.put("scenario_text", identity.getScenario());
        RunEnd end = summary.end();
        if (end != null) {
            new RunEndReport(summary.id(), end).json(root);
        }
        return root;
    }

    private static void print(RunSummary summary, RunIdentity identity) {
        System.out.println(summary.id());
        line("scenario", identity.getScenarioName() + ", seed " + identity.getSeed());
        line("recorded by", "mmsim " + identity.getSimulatorVersion() + ", schema " + identity.getSchemaVersion());
        line("checks", identity.getChecksCount() == 0 ? "none" : String.join(", ", identity.getChecksList()));
        line("result", RunsCommand.result(summary));
        line("simulated", Units.time(summary.simulatedNs()));
        line("events", Units.count(summary.events()));
        line(
                "journal",
                String.format(
                        Locale.ROOT,
                        "%s (%.2f bytes/event)",
                        Units.bytes(summary.bytes()),
                        (double) summary.bytes() / Math.max(1, summary.events())));
        RunEnd end = summary.end();
        if (end != null) {
            new RunEndReport(summary.id(), end).text(System.out);
        }
    }

    private static void line(String name, String value) {
        System.out.printf(Locale.ROOT, "  %-12s %s%n", name, value);
    }
}
