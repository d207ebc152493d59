package org.mmsim.scenarios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmsim.engine.event.Fact;
import org.mmsim.protocol.Event;
import org.mmsim.scenarios.run.Recording;
import tools.jackson.databind.JsonNode;

class ReadingCommandsTest {

    @TempDir
    static Path runs;

    private static Recording run;

    @BeforeAll
    static void record() throws IOException {
        run = Recording.ofWalkers();
        run.write(runs.resolve("0001-walkers"), 64);
        run.writeIncomplete(runs.resolve("0002-cut"), 64, 100);
        run.write(runs.resolve("0003-damaged"), 64);
        spoil(runs.resolve("0003-damaged"));
        Files.createDirectories(runs.resolve("0004-empty"));
        run.write(runs.resolve("0005-walkers"), 4096);
    }

    /** Changes a byte in the middle of every file of events. */
    private static void spoil(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.filter(file -> file.toString().endsWith(".sst")).forEach(file -> {
                try {
                    byte[] bytes = Files.readAllBytes(file);
                    bytes[bytes.length / 2] ^= 0x55;
                    Files.write(file, bytes);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static Invocation invoke(String command, String... args) {
        String[] all = Stream.concat(
                        Stream.of(command), Stream.concat(Stream.of(args), Stream.of("--runs", runs.toString())))
                .toArray(String[]::new);
        return Invocation.of(all);
    }

    @Test
    void runsListsEveryRunWithItsState() {
        Invocation text = invoke("runs");
        assertThat(text.exitCode()).isZero();
        assertThat(text.outLines()).hasSize(6);
        assertThat(text.outLines().get(1)).startsWith("0001-walkers").endsWith("good");
        assertThat(text.outLines().get(2)).startsWith("0002-cut").contains("incomplete (mmsim run --resume 0002-cut)");
        assertThat(text.outLines().get(4)).startsWith("0004-empty").contains("unreadable: no journal");

        JsonNode list = invoke("runs", "--json").json().get("runs");
        assertThat(list).hasSize(5);
        assertThat(list.get(0).get("status").asString()).isEqualTo("complete");
        assertThat(list.get(0).get("events").asLong()).isEqualTo(run.facts().size());
        assertThat(list.get(1).get("status").asString()).isEqualTo("incomplete");
        assertThat(list.get(1).get("events").asLong()).isEqualTo(100);
        assertThat(list.get(3).get("status").asString()).isEqualTo("unreadable");
    }

    @Test
    void showTellsWhatARunIsAndHowItEnded() {
        Invocation text = invoke("show", "0001");
        assertThat(text.exitCode()).isZero();
        assertThat(text.out()).contains("scenario     walkers, seed 1", "result       good", "munmap_ns", "ipi_sent");

        JsonNode json = invoke("show", "0001", "--json").json();
        assertThat(json.get("metrics").get("munmap_ns").asDouble()).isEqualTo(1.5);
        assertThat(json.get("digest").asString()).hasSize(64);
        assertThat(json.get("checks").size()).isPositive();
        assertThat(invoke("show", "0001", "--scenario").out())
                .isEqualTo(run.scenario().canonicalText());
        assertThat(invoke("show", "0002").out()).contains("incomplete");
    }

    @Test
    void verifySaysWhetherAJournalIsSound() {
        assertThat(invoke("verify", "0001").exitCode()).isZero();
        assertThat(invoke("verify", "0001").out()).startsWith("0001-walkers: complete and sound, ");
        assertThat(invoke("verify", "0002").exitCode()).isZero();
        assertThat(invoke("verify", "0002").out()).contains("the run is incomplete");

        Invocation damaged = invoke("verify", "0003");
        assertThat(damaged.exitCode()).isEqualTo(1);
        assertThat(damaged.out()).contains("DAMAGED");
        JsonNode json = invoke("verify", "0003", "--json").json();
        assertThat(json.get("sound").asBoolean()).isFalse();
        assertThat(json.get("problems").size()).isPositive();
        assertThat(invoke("verify", "0004").exitCode()).isEqualTo(2);
    }

    @Test
    void queryPrintsATableJsonOrCsv() {
        long sent = run.facts().stream()
                .filter(f -> f.type == Event.IPI_SENT_FIELD_NUMBER)
                .count();
        Invocation table = invoke("query", "0001", "type=IpiSent", "target>=0", "--limit", "3");
        assertThat(table.exitCode()).isZero();
        assertThat(table.outLines()).hasSize(4).last().asString().contains("cpu-", "IpiSent target=", " <- ");
        assertThat(table.err()).contains("after 3 matches; --limit N shows more, --limit 0 all");

        JsonNode json = invoke("query", "0001", "type=IpiSent", "--json").json();
        assertThat(json.get("events").size()).isEqualTo((int) sent);
        assertThat(json.get("complete").asBoolean()).isTrue();
        assertThat(json.get("events").get(0).get("fields").get("target").isNumber())
                .isTrue();
        Invocation some = invoke("query", "0001", "--format", "json", "--limit", "2");
        assertThat(some.json().get("complete").asBoolean()).isFalse();

        assertThat(invoke("query", "0001", "type=IpiSent", "--format", "csv").outLines())
                .hasSize((int) sent + 1)
                .first()
                .isEqualTo("seq,time_ns,actor,type,cause,fields");
    }

    @Test
    void stateIsTheMachineAtTheMoment() {
        Fact switched = run.facts().stream()
                .filter(f -> f.type == Event.SERIALISE_STARTED_FIELD_NUMBER && f.a == 1)
                .findFirst()
                .orElseThrow();
        Invocation text = invoke("state", "0001", "--at", Long.toString(switched.seq));
        assertThat(text.exitCode()).isZero();
        assertThat(text.out())
                .contains(
                        "process 1 (A)",
                        "thread 0 (A/main) in do_syscall_munmap > unmap_region > zap_huge_pmd > "
                                + "serialize_against_pte_lookup",
                        "mmap_lock of process 1 (A): held by 1 reader",
                        "PMD lock of the table at 0x",
                        "zone Normal  frames 0x0..0x",
                        "Unmovable",
                        "extfrag",
                        "per-CPU lists of CPU 0: ");

        JsonNode json = invoke("state", "0001", "--at", Long.toString(switched.seq), "--json")
                .json();
        assertThat(json.get("seq").asLong()).isEqualTo(switched.seq);
        assertThat(json.get("cpus")).hasSize(4);
        assertThat(json.get("cpus").get(0).get("stack").get(0).asString()).isEqualTo("do_syscall_munmap");
        assertThat(json.get("processes").get(0).get("rss_pages").asLong()).isEqualTo(rssAfter(switched.seq));

        JsonNode end = invoke("state", "0001", "--at", "end", "--json").json();
        long free = end.get("memory").get("free_frames").asLong();
        assertThat(end.get("memory").get("frames").asLong() - free)
                .as("pages that LRU batches hold on to")
                .isBetween(0L, 4L * 31);
        assertThat(end.get("locks")).isEmpty();
        JsonNode zone = end.get("memory").get("zones").get(0);
        long onLists = 0;
        for (JsonNode pcp : zone.get("per_cpu_lists")) {
            onLists += pcp.get("count").asLong();
        }
        assertThat(zone.get("nr_free_pages").asLong() + onLists).isEqualTo(free);
        long pageblocks = 0;
        for (JsonNode type : zone.get("migratetypes")) {
            pageblocks += type.get("pageblocks").asLong();
        }
        assertThat(pageblocks << 5).isEqualTo(zone.get("end_pfn").asLong());
    }

    private static long rssAfter(long seq) {
        return run.facts().stream()
                .filter(f -> f.type == Event.RSS_ADDED_FIELD_NUMBER && f.a == 1 && f.seq <= seq)
                .mapToLong(f -> f.b)
                .sum();
    }

    @Test
    void stateTellsWhoMapsAndCachesAFolio() {
        Fact filled = run.facts().stream()
                .filter(f -> f.type == Event.TLB_FILLED_FIELD_NUMBER && f.c == 1)
                .findFirst()
                .orElseThrow();
        long pfn = run.machine().format().frame(filled.d);
        String at = Long.toString(filled.seq);
        JsonNode folio = invoke("state", "0001", "--at", at, "--folio", Long.toString(pfn + 3), "--json")
                .json()
                .get("folio");
        assertThat(folio.get("pfn").asLong()).isEqualTo(pfn);
        assertThat(folio.get("mapped_by").get(0).get("mm").asLong()).isEqualTo(filled.a);
        assertThat(folio.get("cached_by").get(0).get("cpu").asInt()).isEqualTo(filled.actorIndex());

        JsonNode tlb = invoke("state", "0001", "--at", at, "--tlb", Integer.toString(filled.actorIndex()), "--json")
                .json()
                .get("tlb");
        assertThat(tlb.get("entries").get(0).get("pfn").asLong()).isEqualTo(pfn);
        String range = "0x" + Long.toHexString(filled.b) + "..0x" + Long.toHexString(filled.b + 1);
        JsonNode process = invoke(
                        "state", "0001", "--at", at, "--range", range, "--process", filled.a == 1 ? "A" : "B", "--json")
                .json()
                .get("processes");
        assertThat(process).hasSize(1);
        assertThat(process.get(0).get("mapped").get(0).get("first_pfn").asLong())
                .isEqualTo(pfn);
    }

    @Test
    void whyTellsCausesEffectsAndSteps() {
        String seq = Long.toString(run.facts().stream()
                .filter(f -> f.type == Event.IPI_HANDLED_FIELD_NUMBER)
                .findFirst()
                .orElseThrow()
                .seq);
        Invocation chain = invoke("why", "0001", seq);
        assertThat(chain.exitCode()).isZero();
        assertThat(chain.outLines().get(0)).contains("OperationStarted");
        assertThat(chain.outLines()).last().asString().contains("IpiHandled");
        JsonNode json = invoke("why", "0001", seq, "--json").json();
        assertThat(json.get("complete").asBoolean()).isTrue();
        assertThat(json.get("chain").get(0).get("type").asString()).isEqualTo("OperationStarted");

        Invocation effects = invoke("why", "0001", "1", "--effects", "--limit", "2");
        assertThat(effects.outLines()).hasSize(4);
        assertThat(effects.err()).contains("there are more");
        assertThat(invoke("why", "0001", "1", "--effects", "--limit", "2", "--json")
                        .json()
                        .get("effects"))
                .hasSize(2);

        Invocation table = invoke("why", "0001", seq, "--table");
        assertThat(table.outLines().get(0)).contains("seq", "time", "CPU ");
        assertThat(invoke("why", "0001", seq, "--table", "--json")
                        .json()
                        .get("steps")
                        .size())
                .isGreaterThan(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "query 0009 | no run 0009 (RUNS) | allowed: an id or its beginning, a directory, last; see: mmsim runs",
                "show 000 | more than one run begins with 000 (RUNS) | for example: 0001-walkers",
                "query 0001 cpux=1 | unknown key \"cpux\" (filter, column 1) | did you mean \"cpu\"?",
                "query 0001 --limit -1 | a negative limit (--limit -1) | allowed: 0 for all",
                "query 0004 | no journal (RUNS/0004-empty/journal) | ``",
                "state 0001 --at 99999999 | no event 99999999 (--at 99999999) | allowed: 0 to ",
                "state 0001 --at 10 --tlb 4 | no CPU 4 (--tlb) | allowed: 0 to 3",
                "state 0001 --at 10 --range 5 | not a number: \"\" (--range) | allowed: A..B",
                "state 0001 --at 10 --range 0x10..0x10 | the range is empty (--range 0x10..0x10) | ``",
                "state 0001 --at 1 --process B | not created yet: process \"B\" (--process) | allowed: A, B, or a number",
                "state 0001 --at end --process C | no process \"C\" (--process) | allowed: A, B, or a number",
                "why 0001 0 | no event 0 (0001-walkers) | allowed: 1 to ",
                "why 0001 1 --limit 5 | --limit 5 (why) | allowed: --effects",
                "why 0001 1 --table --width 3 | too narrow (--width 3) | allowed: 40 or more",
                "show 0004 | no journal (RUNS/0004-empty/journal) | ``"
            })
    void aWrongRequestIsOneLineAndAHint(String command, String message, String hint) {
        String[] words = command.split(" ");
        Invocation refused =
                invoke(words[0], List.of(words).subList(1, words.length).toArray(String[]::new));

        assertThat(refused.exitCode()).as(refused.err()).isEqualTo(2);
        assertThat(refused.out()).isEmpty();
        List<String> lines = refused.err().lines().toList();
        assertThat(lines.get(0)).isEqualTo("mmsim: " + message.replace("RUNS", runs.toString()));
        assertThat(lines).hasSize(hint.isEmpty() ? 1 : 2);
        assertThat(lines.get(lines.size() - 1)).startsWith(hint.isEmpty() ? "mmsim: " : hint);
    }

    @Test
    void aDamagedJournalIsOneLineForEveryCommandThatNeedsIt() {
        for (String[] args : List.of(
                new String[] {"query", "0003", "type=IpiSent"},
                new String[] {"state", "0003", "--at", "end"},
                new String[] {"why", "0003", "500"},
                new String[] {"show", "0003"})) {
            Invocation refused =
                    invoke(args[0], List.of(args).subList(1, args.length).toArray(String[]::new));
            if (refused.exitCode() != 0) {
                assertThat(refused.exitCode()).as(refused.err()).isEqualTo(2);
                assertThat(refused.err().lines())
                        .hasSize(1)
                        .first()
                        .asString()
                        .startsWith("mmsim: journal is damaged: ");
            }
        }
        assertThat(invoke("query", "0003", "type=IpiSent").exitCode()).isEqualTo(2);
    }

    @Test
    void runsOfNothingSaysSo(@TempDir Path empty) {
        Invocation none = Invocation.of("runs", "--runs", empty.toString());
        assertThat(none.exitCode()).isZero();
        assertThat(none.out()).isEmpty();
        assertThat(none.err()).startsWith("mmsim: there is no run yet (");
        assertThat(Invocation.of("runs", "--json", "--runs", empty.toString())
                        .json()
                        .get("runs"))
                .isEmpty();
    }

    @Test
    void everyCommandHasHelp() {
        for (String command : List.of("query", "why", "show", "runs", "verify", "state")) {
            Invocation help = Invocation.of(command, "--help");
            assertThat(help.exitCode()).isZero();
            assertThat(help.out()).startsWith("Usage: mmsim " + command);
        }
        assertThat(Invocation.of("--help").out()).contains("query", "why", "show", "runs", "verify", "state", "replay");
    }
}
