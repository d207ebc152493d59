package org.mmsim.scenarios.cli;

import com.google.protobuf.TextFormat;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mmsim.protocol.Event;
import org.mmsim.scenarios.run.RunDirectory;
import org.mmsim.scenarios.run.RunResult;
import org.mmsim.scenarios.run.Runner;
import org.mmsim.scenarios.run.Runner.Replay;
import org.mmsim.storage.DivergenceException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code mmsim replay}. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Re-executes a run and compares every event with the journal.",
        footer = {"", "Exit code 1: the runs differ; the first event that does is shown."})
final class ReplayCommand implements Callable<Integer> {
    @Mixin
    RunArgument run = new RunArgument();

    @Option(names = "--json", description = "print one JSON document")
    boolean json;

    @Override
    public Integer call() throws InterruptedException {
        Path directory = run.directory();
        try (ProgressLine progress = new ProgressLine("replaying")) {
            Replay replay = new Runner(progress).replay(directory);
            progress.close();
            identical(replay);
            return ExitCode.GOOD;
        } catch (DivergenceException divergence) {
            divergent(RunDirectory.name(directory), divergence);
            return ExitCode.BAD_ANSWER;
        }
    }

    private void identical(Replay replay) {
        RunResult result = replay.run();
        if (json) {
            ObjectNode root = JsonMapper.shared().createObjectNode();
            root.put("run", result.id());
            root.put("identical", true);
            root.put("complete", replay.complete());
            root.put("events", replay.recorded());
            root.put("digest", result.end().getDigest());
            root.put("wall_ms", result.wallNanos() / 1_000_000);
            root.put("events_per_second", result.eventsPerSecond());
            System.out.println(root.toPrettyString());
        } else {
            System.out.printf(
                    Locale.ROOT,
                    "%s: identical%s, %s events in %.2f s (%.2f million/s)%n",
                    result.id(),
                    replay.complete() ? "" : " as far as it was recorded; the run is incomplete",
                    Units.count(replay.recorded()),
                    result.wallNanos() / 1e9,
                    result.eventsPerSecond() / 1e6);
        }
    }

    private void divergent(String id, DivergenceException divergence) {
        if (json) {
            ObjectNode root = JsonMapper.shared().createObjectNode();
            root.put("run", id);
            root.put("identical", false);
            root.put("seq", divergence.seq());
            root.put("recorded", line(divergence.recorded()));
            root.put("replayed", line(divergence.replayed()));
            System.out.println(root.toPrettyString());
        } else {
            System.out.printf(Locale.ROOT, "%s: diverges at event %d%n", id, divergence.seq());
            System.out.println("  recorded  " + line(divergence.recorded()));
            System.out.println("  replayed  " + line(divergence.replayed()));
            System.out.println("  before it: mmsim query " + id + " 'seq=" + Math.max(1, divergence.seq() - 10) + ".."
                    + divergence.seq() + "'");
        }
    }

    private static String line(Optional<Event> event) {
        return event.map(e -> TextFormat.printer().emittingSingleLine(true).printToString(e))
                .orElse("(nothing)");
    }
}
