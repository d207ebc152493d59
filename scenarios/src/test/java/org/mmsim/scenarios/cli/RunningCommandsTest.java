package org.mmsim.scenarios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmsim.scenarios.run.Recording;

class RunningCommandsTest {
    private static final String SIZE = "parameters.size=4MiB";

    @TempDir
    Path runs;

    @Test
    void aRunIsJournaledAndItsReplayIsIdentical() {
        Invocation run = invoke("run", "lockless-munmap-small", "--set", SIZE, "--json");
        Invocation replay = invoke("replay", "last", "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(replay.exitCode()).as(replay.err()).isZero();
        assertThat(replay.json().get("identical").asBoolean()).isTrue();
        assertThat(replay.json().get("complete").asBoolean()).isTrue();
        for (String name : List.of("run", "digest", "events")) {
            assertThat(replay.json().get(name)).isEqualTo(run.json().get(name));
        }
    }

    @Test
    void aRunThatWasCutShortIsResumedToTheDigestOfAnUndisturbedOne() {
        Recording recording = Recording.ofWalkers();
        recording.write(runs.resolve("0001-whole"), 64);
        recording.writeIncomplete(runs.resolve("0002-cut"), 64, 500);

        Invocation resumed = invoke("run", "--resume", "0002", "--json");

        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(resumed.json().get("digest"))
                .isEqualTo(invoke("show", "0001", "--json").json().get("digest"));
        Invocation again = invoke("run", "--resume", "0002");
        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.err()).startsWith("mmsim: the run is complete: there is nothing to resume (");
    }

    @Test
    void theReplayOfARunThatWasCutShortClaimsNoMoreThanWasRecorded() {
        Recording.ofWalkers().writeIncomplete(runs.resolve("0001-cut"), 64, 500);

        assertThat(invoke("replay", "0001").out())
                .startsWith("0001-cut: identical as far as it was recorded; the run is incomplete, 500 events in ");
        Invocation replay = invoke("replay", "0001", "--json");
        assertThat(replay.exitCode()).isZero();
        assertThat(replay.json().get("complete").asBoolean()).isFalse();
        assertThat(replay.json().get("events").asInt()).isEqualTo(500);
    }

    @Test
    void aRunWithoutJournalLeavesNothingBehind() {
        Invocation run = invoke("run", "lockless-munmap-small", "--set", SIZE, "--no-journal", "--json");
        assertThat(run.json().get("run").asString()).isEmpty();
        assertThat(runs).isEmptyDirectory();
    }

    @Test
    void anUnmetExpectationIsABadAnswer(@TempDir Path files) throws IOException {
        Path file = Files.writeString(files.resolve("unmet.yaml"), """
                mmsim: 1
                name: unmet
                description: for tests
                machine: power9-4
                processes:
                  - name: A
                    threads:
                      - {name: main, cpu: 0, run: [exit: {}]}
                expect:
                  - {counter: ipi_sent, equals: 7}
                """);
        Invocation run = invoke("run", file.toString(), "--json");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("expected ipi_sent = 7, was 0");
    }

    @Test
    void shortMemoryIsSaid(@TempDir Path files) throws IOException {
        Path file = Files.writeString(files.resolve("large.yaml"), """
                mmsim: 1
                name: large
                description: for tests
                machine: power9-4
                processes:
                  - name: A
                    threads:
                      - name: main
                        cpu: 0
                        run:
                          - map: {name: buf, size: 1TiB}
                          - touch: {of: buf, stride: 2MiB}
                          - exit: {}
                """);
        assertThat(invoke("run", file.toString(), "--no-journal").err())
                .startsWith("mmsim: the machine's memory did not suffice");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "sql last | no command \"sql\" (mmsim) | allowed: run, replay, ",
                "sql --help | no command \"sql\" (mmsim) | allowed: run, replay, ",
                "--debug rnu x | no command \"rnu\" (mmsim) | did you mean \"run\"? allowed: run, ",
                "run | which scenario? (run) | allowed: a file, or a name that mmsim scenarios lists",
                "run nosuch | neither in the library nor a file (\"nosuch\") | allowed: ",
                "run lockless-munmap-small --seed -1 | a negative seed (--seed -1) | allowed: 0 to 9223372036854775807",
                "run lockless-munmap-small --seed x | Invalid value for option '--seed': 'x' is not a whole number up to 2^63-1 (mmsim run) | see: mmsim run --help",
                "run lockless-munmap-small --check rss,x | no check x (--check rss,x) | allowed: all, none, ",
                "run lockless-munmap-small --resume last | --resume takes everything from the run it names (last) | ``",
                "run --resume last | there is no run yet (RUNS) | try: mmsim run lockless-munmap-small",
                "replay 7 | no run 7 (RUNS) | allowed: an id or its beginning, a directory, last; see: mmsim runs",
                "replay | Missing required parameter: 'RUN' (mmsim replay) | see: mmsim replay --help"
            })
    void aWrongRequestIsOneLineAndAHint(String command, String message, String hint) {
        Invocation refused = Invocation.of(withRuns(command.split(" ")));

        assertThat(refused.exitCode()).as(refused.err()).isEqualTo(2);
        assertThat(refused.out()).isEmpty();
        List<String> lines = refused.err().lines().toList();
        assertThat(lines.get(0)).isEqualTo("mmsim: " + message.replace("RUNS", runs.toString()));
        assertThat(lines).hasSize(hint.isEmpty() ? 1 : 2);
        assertThat(lines.get(lines.size() - 1)).startsWith(hint.isEmpty() ? "mmsim: " : hint);
    }

    @Test
    void aFileInPlaceOfTheRunsIsNamed(@TempDir Path files) throws IOException {
        Path file = Files.createFile(files.resolve("runs"));
        Invocation run = Invocation.of("run", "lockless-munmap-small", "--runs", file.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("mmsim: cannot make a directory for the run: there is a file in its place (" + file + ")");
        Invocation list = Invocation.of("runs", "--runs", file.toString());
        assertThat(list.exitCode()).isEqualTo(2);
        assertThat(list.err().lines()).containsExactly("mmsim: not a directory of runs (" + file + ")");
    }

    @Test
    void withoutACommandTheCommandsAreListed() {
        Invocation overview = Invocation.of();
        assertThat(overview.exitCode()).isZero();
        assertThat(overview.out()).contains("Usage: mmsim", "experiment", "verify");
    }

    private Invocation invoke(String... args) {
        return Invocation.of(withRuns(args));
    }

    private String[] withRuns(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--runs", runs.toString()));
        return all.toArray(String[]::new);
    }
}
