package org.mmsim.scenarios.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.query.EventQuery;
import org.mmsim.scenarios.query.Filter;
import org.mmsim.scenarios.query.FilterParser;
import org.mmsim.scenarios.query.JournalFacts;
import org.mmsim.scenarios.view.EventRow;
import org.mmsim.storage.JournalReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mmsim query}. */
@Command(
        name = "query",
        mixinStandardHelpOptions = true,
        description = "Shows the events of a run that match a filter.",
        footer = {
            "",
            "FILTER is made of terms KEY=VALUE that are all to hold; also: !=, <, <=, >, >=, or, not, ( ).",
            "A value can be a range FROM..TO (TO included, but not for va) or alternatives A,B.",
            "  type     IpiSent, PteCleared, …       actor    cpu-3, tlb-3, process-1, process-NAME, machine",
            "  cpu      the CPU or its TLB is the actor, or the event names it",
            "  process  number or name; the actor, or the event names it or its mm",
            "  thread   number                       time     with unit, e.g. 10.5ms",
            "  seq      number of the event          cause    number of the event that led to it",
            "  va       address; also in the range or in the page that the event is about",
            "  pfn      page frame                   folio    first frame of a folio, for all of its frames",
            "and every field of an event by its name: function=zap_huge_pmd, walker=gup-fast, level=pmd, …",
            "",
            "Examples:",
            "  mmsim query last type=IpiSent cpu=3 time=10ms..11ms",
            "  mmsim query last 'va=0x7fff00000000..0x7fff00200000 and not type=WalkEntryRead'",
            "  mmsim query last --format csv 'actor=cpu-0 (type=LockAcquired or type=LockReleased)'"
        })
final class QueryCommand implements Callable<Integer> {
    private static final long TABLE_LIMIT = 100;

    enum Format {
        TABLE,
        JSON,
        CSV
    }

    @Mixin
    RunArgument run = new RunArgument();

    @Parameters(index = "1..*", paramLabel = "FILTER", description = "what to show; everything if absent")
    List<String> filter = new ArrayList<>();

    @Option(names = "--limit", paramLabel = "N", description = "stop after N events, 0: never (table: 100, else 0)")
    @Nullable
    Long limit;

    @Option(names = "--format", paramLabel = "table|json|csv", description = "how to show them (default: table)")
    Format format = Format.TABLE;

    @Option(names = "--json", description = "print one JSON document, as --format json")
    boolean json;

    @Override
    public Integer call() {
        Path directory = run.directory();
        String text = String.join(" ", filter);
        try (JournalReader reader = JournalReader.open(directory)) {
            Filter parsed = FilterParser.parse(text, new JournalFacts(reader));
            Format wanted = json ? Format.JSON : format;
            long most = limit(wanted);
            EventQuery query = new EventQuery(reader, parsed);
            try (EventOutput out = output(wanted, reader);
                    ProgressLine progress = new ProgressLine("searching")) {
                reader.onChunk(chunk -> {
                    out.flush();
                    progress.at(chunk, reader.lastSeq());
                });
                query.forEach(event -> {
                    progress.clear();
                    out.event(EventRow.of(event));
                    return !out.isBroken() && (most == 0 || out.events() < most);
                });
                out.end(query.stoppedAt() == 0);
            }
            if (query.stoppedAt() != 0) {
                System.err.println("mmsim: stopped at event " + query.stoppedAt() + " after " + most
                        + " matches; --limit N shows more, --limit 0 all");
            }
        }
        return ExitCode.GOOD;
    }

    private long limit(Format wanted) {
        if (limit == null) {
            return wanted == Format.TABLE ? TABLE_LIMIT : 0;
        }
        if (limit < 0) {
            throw new InputException("a negative limit (--limit " + limit + ")", "allowed: 0 for all, or more");
        }
        return limit;
    }

    private static EventOutput output(Format wanted, JournalReader reader) {
        return switch (wanted) {
            case TABLE -> new EventOutput.Table(reader.lastSeq());
            case JSON -> new EventOutput.Json();
            case CSV -> new EventOutput.Csv();
        };
    }
}
