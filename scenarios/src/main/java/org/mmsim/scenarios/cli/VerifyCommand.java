package org.mmsim.scenarios.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.mmsim.scenarios.run.RunDirectory;
import org.mmsim.storage.DamagedJournalException;
import org.mmsim.storage.JournalReader;
import org.mmsim.storage.VerifyReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code mmsim verify}. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Reads a whole journal and checks it against its checksums, its order and its end.",
        footer = {"", "Exit code 1: something is wrong with it."})
final class VerifyCommand implements Callable<Integer> {
    @Mixin
    RunArgument run = new RunArgument();

    @Option(names = "--json", description = "print one JSON document")
    boolean json;

    @Override
    public Integer call() {
        Path directory = run.directory();
        VerifyReport report = verify(directory);
        String id = RunDirectory.name(directory);
        if (json) {
            ObjectNode root = JsonMapper.shared().createObjectNode();
            root.put("run", id);
            root.put("sound", report.isSound());
            root.put("complete", report.complete());
            root.put("events", report.events());
            root.put("chunks", report.chunks());
            ArrayNode problems = root.putArray("problems");
            report.problems().forEach(problems::add);
            System.out.println(root.toPrettyString());
        } else {
            String read = Units.count(report.events()) + " events in " + report.chunks() + " chunks";
            String sound = report.complete() ? "complete and sound" : "sound as far as it goes; the run is incomplete";
            System.out.println(
                    id + ": " + (report.isSound() ? sound + ", " + read : "DAMAGED, " + read + " are sound"));
            report.problems().forEach(problem -> System.out.println("  " + problem));
        }
        return report.isSound() ? ExitCode.GOOD : ExitCode.BAD_ANSWER;
    }

    private static VerifyReport verify(Path directory) {
        try (JournalReader reader = JournalReader.open(directory);
                ProgressLine progress = new ProgressLine("verifying")) {
            reader.onChunk(chunk -> progress.at(chunk, reader.lastSeq()));
            return reader.verify();
        } catch (DamagedJournalException e) {
            return new VerifyReport(0, 0, false, List.of(String.valueOf(e.getMessage())));
        }
    }
}
