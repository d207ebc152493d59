package org.mmsim.scenarios.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.mmsim.protocol.RunEnd;
import org.mmsim.scenarios.run.RunDirectory;
import org.mmsim.scenarios.run.RunSummary;
import org.mmsim.scenarios.yaml.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code mmsim runs}. */
@Command(name = "runs", mixinStandardHelpOptions = true, description = "Lists the recorded runs, oldest first.")
final class RunsCommand implements Callable<Integer> {
    @Option(names = "--json", description = "print one JSON document")
    boolean json;

    @Mixin
    RunsOption runs = new RunsOption();

    @Override
    public Integer call() {
        RunDirectory directory = runs.directory();
        List<RunSummary> summaries = new ArrayList<>();
        directory.list().forEach(run -> summaries.add(RunSummary.of(run)));
        if (json) {
            ObjectNode root = JsonMapper.shared().createObjectNode();
            ArrayNode list = root.putArray("runs");
            summaries.forEach(summary -> write(summary, list.addObject()));
            System.out.println(root.toPrettyString());
        } else if (summaries.isEmpty()) {
            System.err.println("mmsim: there is no run yet (" + directory.root() + ")");
        } else {
            print(summaries);
        }
        return ExitCode.GOOD;
    }

    private static void print(List<RunSummary> summaries) {
        int width = summaries.stream().mapToInt(run -> run.id().length()).max().orElse(0);
        String form = "%-" + width + "s  %13s  %12s  %10s  %s%n";
        System.out.printf(Locale.ROOT, form, "run", "events", "simulated", "size", "result");
        for (RunSummary run : summaries) {
            boolean readable = run.identity() != null;
            System.out.printf(
                    Locale.ROOT,
                    form,
                    run.id(),
                    readable ? Units.count(run.events()) : "-",
                    readable ? Units.time(run.simulatedNs()) : "-",
                    Units.bytes(run.bytes()),
                    result(run));
        }
    }

    /** How the run went, in a few words. */
    static String result(RunSummary run) {
        RunEnd end = run.end();
        if (run.identity() == null) {
            return "unreadable: " + Text.oneLine(run.problem());
        }
        if (end == null) {
            return "incomplete (mmsim run --resume " + run.id() + ")";
        }
        List<String> bad = new ArrayList<>();
        if (end.getViolationsCount() > 0) {
            bad.add(Units.count(end.getViolationsCount())
                    + (end.getViolationsCount() == 1 ? " violation" : " violations"));
        }
        if (end.getUnmetCount() > 0) {
            bad.add(Units.count(end.getUnmetCount()) + " not met");
        }
        return bad.isEmpty() ? "good" : String.join(", ", bad);
    }

    /** Status, size and end of a run. */
    static void write(RunSummary run, ObjectNode node) {
        node.put("run", run.id());
        RunEnd end = run.end();
        var identity = run.identity();
        if (identity == null) {
            node.put("status", "unreadable").put("problem", run.problem());
            return;
        }
        node.put("status", end == null ? "incomplete" : "complete");
        node.put("scenario", identity.getScenarioName()).put("seed", identity.getSeed());
        node.put("events", run.events()).put("simulated_ns", run.simulatedNs());
        node.put("journal_bytes", run.bytes());
        if (end != null) {
            node.put("digest", end.getDigest());
            node.put("violations_total", end.getViolationsCount()).put("unmet_total", end.getUnmetCount());
        }
    }
}
