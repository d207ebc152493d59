package org.mmsim.scenarios.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.cause.CauseChain;
import org.mmsim.scenarios.cause.ChainText;
import org.mmsim.scenarios.cause.Effects;
import org.mmsim.scenarios.cause.Link;
import org.mmsim.scenarios.cause.Step;
import org.mmsim.scenarios.cause.StepTable;
import org.mmsim.scenarios.cause.Steps;
import org.mmsim.scenarios.query.JournalFacts;
import org.mmsim.scenarios.run.RunDirectory;
import org.mmsim.scenarios.view.EventJson;
import org.mmsim.scenarios.view.EventRow;
import org.mmsim.scenarios.view.EventTable;
import org.mmsim.storage.JournalReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code mmsim why}. */
@Command(
        name = "why",
        mixinStandardHelpOptions = true,
        description = "Shows why an event happened: the chain of causes back to the operation that started it.",
        footer = {
            "",
            "Calls of kernel functions that had returned by then are one line each.",
            "--table shows the steps that led to the event and what other CPUs did meanwhile to the same pages, frames",
            "and tables, one column per CPU; times are relative to the event.",
            "",
            "Examples:",
            "  mmsim why last 212788",
            "  mmsim why last 212788 --table",
            "  mmsim why last 212788 --effects --limit 20"
        })
final class WhyCommand implements Callable<Integer> {
    /** What can be read in a second. */
    private static final long CHUNKS_FOLLOWED = 100;

    private static final long EFFECTS = 100;
    private static final int WIDTH_MIN = 40;

    @Mixin
    RunArgument run = new RunArgument();

    @Parameters(index = "1", paramLabel = "SEQ", description = "the number of an event")
    long seq;

    @Option(names = "--effects", description = "the other direction: what the event led to")
    boolean effects;

    @Option(names = "--limit", paramLabel = "N", description = "most effects to show (default: 100)")
    @Nullable
    Long limit;

    @Option(names = "--table", description = "one column per CPU, one row per step that matters")
    boolean table;

    @Option(names = "--width", paramLabel = "N", description = "characters per line of the table (default: 100)")
    int width = 100;

    @Option(names = "--all", description = "follow the chain however far it goes, and show every link")
    boolean all;

    @Option(names = "--json", description = "print one JSON document")
    boolean json;

    @Override
    public Integer call() {
        requireSense();
        Path directory = run.directory();
        try (JournalReader reader = JournalReader.open(directory)) {
            if (seq < 1 || seq > reader.lastSeq()) {
                throw new InputException(
                        "no event " + seq + " (" + RunDirectory.name(directory) + ")",
                        reader.lastSeq() == 0 ? "the journal is empty" : "allowed: 1 to " + reader.lastSeq());
            }
            ObjectNode root = JsonMapper.shared().createObjectNode();
            root.put("run", RunDirectory.name(directory)).put("seq", seq);
            if (effects) {
                effects(reader, root);
            } else if (table) {
                table(reader, root);
            } else {
                chain(reader, root);
            }
            if (json) {
                System.out.println(root.toPrettyString());
            }
        }
        return ExitCode.GOOD;
    }

    private void requireSense() {
        if (effects && (table || all)) {
            throw new InputException("--effects goes with neither --table nor --all (why)");
        }
        if (table && all) {
            throw new InputException("--table does not go with --all (why)");
        }
        Long most = limit;
        if (most != null && (!effects || most < 1)) {
            throw new InputException("--limit " + most + " (why)", "allowed: --effects --limit N, N at least 1");
        }
        if (width < WIDTH_MIN) {
            throw new InputException("too narrow (--width " + width + ")", "allowed: " + WIDTH_MIN + " or more");
        }
    }

    private void chain(JournalReader reader, ObjectNode root) {
        CauseChain chain = CauseChain.of(reader, seq, all ? Long.MAX_VALUE : CHUNKS_FOLLOWED, 0);
        if (!json) {
            new ChainText(chain, all).lines().forEach(System.out::println);
            return;
        }
        EventJson events = new EventJson();
        root.put("complete", chain.isComplete());
        if (!chain.isComplete()) {
            chain.operation().ifPresent(operation -> root.set("operation", events.tree(operation)));
        }
        ArrayNode links = root.putArray("chain");
        for (Link link : chain.links()) {
            if (link instanceof Link.Fact fact) {
                links.add(events.tree(fact.event()));
            } else {
                ChainText.write((Link.Calls) link, links.addObject());
            }
        }
    }

    private void effects(JournalReader reader, ObjectNode root) {
        Long most = limit;
        Effects found = Effects.of(reader, seq, most == null ? EFFECTS : most);
        if (json) {
            EventJson events = new EventJson();
            ArrayNode list = root.putArray("effects");
            for (EventRow event : found.events().subList(1, found.events().size())) {
                list.add(events.tree(event));
            }
            root.put("complete", found.complete());
            return;
        }
        EventTable lines = new EventTable(reader.lastSeq());
        System.out.println(lines.header());
        found.events().forEach(event -> System.out.println(lines.line(event)));
        if (!found.complete()) {
            System.err.println("mmsim: there are more; --limit N shows them");
        }
    }

    private void table(JournalReader reader, ObjectNode root) {
        List<Step> steps = Steps.of(reader, new JournalFacts(reader).machine(), seq);
        if (!json) {
            new StepTable(steps, width).lines().forEach(System.out::println);
            return;
        }
        ArrayNode rows = root.putArray("steps");
        for (Step step : steps) {
            ObjectNode row = rows.addObject()
                    .put("seq", step.event().seq())
                    .put("time_ns", step.event().timeNs());
            if (step.cpu() >= 0) {
                row.put("cpu", step.cpu());
            }
            row.put("text", step.text());
        }
    }
}
