package org.mmsim.scenarios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import tools.jackson.databind.JsonNode;

@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class ConformCommandTest {
    private static final String SCRIPT =
            "title a write\nproc A\nA map r 4 anon\nA write r 0 2 val=7\ncheckpoint done\n";

    @TempDir
    Path folder = Path.of("");

    private Path scripts = folder;
    private Path recordings = folder;

    @BeforeEach
    void writeScripts() throws IOException {
        scripts = Files.createDirectories(folder.resolve("scripts"));
        recordings = folder.resolve("recordings/x86_64-6.12");
        Files.writeString(scripts.resolve("one.txt"), SCRIPT);
    }

    private static Invocation conform(Object... args) {
        return Invocation.of(Stream.concat(Stream.of("conform"), Stream.of(args))
                .map(Object::toString)
                .toArray(String[]::new));
    }

    /** What the simulator reports becomes what the kernel is said to have reported. */
    private void record() {
        assertThat(conform(scripts, "--kernel", "x86_64-6.12", "--emit", recordings)
                        .exitCode())
                .isZero();
    }

    private void changeRecording(String from, String to) throws IOException {
        Path file = recordings.resolve("one.jsonl");
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    @Test
    void anEmittedRecordingComparesEqual() {
        record();
        Invocation equal = conform(scripts, "--kernel", "x86_64-6.12");

        assertThat(equal.exitCode()).isZero();
        assertThat(equal.outLines()).first().asString().startsWith("one  equal");
        assertThat(equal.outLines()).last().asString().contains("1 equal, 0 different, 0 unsupported, 0 skipped");
    }

    @Test
    void aDifferenceIsShownWithItsPlaceAndMakesTheAnswerBad() throws IOException {
        record();
        changeRecording("\"mc\":1", "\"mc\":2");
        Invocation text = conform(scripts, "--kernel", "x86_64-6.12");

        assertThat(text.exitCode()).isEqualTo(1);
        assertThat(text.outLines())
                .contains("    checkpoint done, A r pages 0..1: mc real 2, simulated 1")
                .anyMatch(line -> line.startsWith("one  different"));

        JsonNode json = conform(scripts, "--kernel", "x86_64-6.12", "--json").json();
        assertThat(json.get("kernel").asString()).isEqualTo("x86_64-6.12");
        JsonNode script = json.get("scripts").get(0);
        assertThat(script.get("status").asString()).isEqualTo("different");
        assertThat(script.get("unsupported")).isEmpty();
        assertThat(script.get("fields_compared").asLong())
                .isEqualTo(script.get("fields_equal").asLong() + 2);
        assertThat(script.get("mismatches").get(0))
                .hasToString("{\"at\":\"checkpoint done\",\"process\":\"A\",\"region\":\"r\",\"page\":0,\"pages\":2,"
                        + "\"field\":\"mc\",\"real\":2,\"simulated\":1}");
        assertThat(json.get("totals").get("scripts").asLong()).isEqualTo(1);
        assertThat(json.get("totals").get("equal").asLong()).isZero();
        assertThat(json.get("totals").get("fields_compared")).isEqualTo(script.get("fields_compared"));
    }

    @Test
    void fieldsNarrowTheComparisonAndTheSummarySaysSo() throws IOException {
        record();
        changeRecording("\"mc\":1", "\"mc\":2");
        Invocation narrowed = conform(scripts, "--kernel", "x86_64-6.12", "--fields", "pm,kb");

        assertThat(narrowed.exitCode()).isZero();
        assertThat(narrowed.outLines()).last().isEqualTo("compared: only kb, pm");
        assertThat(conform(scripts, "--kernel", "x86_64-6.12", "--fields", "pm,kb", "--json")
                        .json()
                        .get("fields"))
                .hasToString("[\"kb\",\"pm\"]");
    }

    @Test
    void whatCannotBeRunIsNamedAndIsNoDifference() throws IOException {
        record();
        Files.writeString(scripts.resolve("swap.txt"), "proc A\nswapon zram 64\n");
        Files.writeString(scripts.resolve("guard.txt"), "need guard\nproc A\n");
        Files.writeString(scripts.resolve("unrecorded.txt"), "proc A\n");
        Invocation text = conform(scripts, "--kernel", "x86_64-6.12");

        assertThat(text.exitCode()).isZero();
        assertThat(text.outLines())
                .contains(
                        "guard       skipped      the kernel has no guard",
                        "swap        unsupported  swapon",
                        "unrecorded  skipped      there is no recording");
        JsonNode json = conform(scripts, "--kernel", "x86_64-6.12", "--json").json();
        assertThat(json.get("scripts").get(2).get("unsupported")).hasToString("[\"swapon\"]");
        assertThat(json.get("totals").get("unsupported").asLong()).isEqualTo(1);
    }

    @Test
    void scriptsAndRecordingsCanBeNamedOneByOne() throws IOException {
        record();
        Path elsewhere = Files.move(recordings, folder.resolve("elsewhere"));

        assertThat(conform(scripts.resolve("one.txt"), "--kernel", "x86_64-6.12", "--recordings", elsewhere)
                        .outLines())
                .first()
                .asString()
                .startsWith("one  equal");
    }

    private void refused(Invocation invocation, String message) {
        assertThat(invocation.exitCode()).isEqualTo(2);
        assertThat(invocation.out()).isEmpty();
        assertThat(invocation.err().lines()).first().asString().startsWith("mmsim: " + message);
        assertThat(invocation.err().lines().count()).isLessThanOrEqualTo(2);
    }

    @Test
    void wrongRequestsAreRefused() throws IOException {
        record();

        refused(conform(scripts, "--kernel", "x86_64-6.13"), "no kernel \"x86_64-6.13\" (--kernel)");
        refused(conform(scripts, "--kernel", "arm64-6.12"), "no recordings (" + folder);
        refused(conform(folder.resolve("nothing.txt"), "--kernel", "x86_64-6.12"), "no such file (" + folder);
        refused(conform(folder, "--kernel", "x86_64-6.12"), "no scripts in the folder (" + folder);
        refused(conform(scripts, "--kernel", "x86_64-6.12", "--fields", "pn"), "no field \"pn\" (--fields)");
        refused(conform("--kernel", "x86_64-6.12"), "Missing required parameter: 'SCRIPT'");
        refused(conform(scripts), "Missing required option: '--kernel=NAME'");
        refused(
                conform(scripts, scripts.resolve("one.txt"), "--kernel", "x86_64-6.12"),
                "two scripts have the name one");
        refused(
                conform(scripts, "--kernel", "x86_64-6.12", "--emit", scripts.resolve("one.txt")),
                "cannot make the folder");
        Path noArchive = Files.writeString(folder.resolve("x.zip"), "no archive");
        refused(
                conform(scripts, "--kernel", "x86_64-6.12", "--recordings", noArchive),
                "not an archive of recordings (" + noArchive);
    }

    @Test
    void aDamagedScriptOrRecordingIsNamedWithItsLine() throws IOException {
        record();
        changeRecording("\"mc\":1", "\"mc\":\"1\"");
        refused(conform(scripts, "--kernel", "x86_64-6.12"), "expected a whole number from -1");

        changeRecording("\"mc\":\"1\"", "\"mc\":1");
        changeRecording("A write r 0 2 val=7", "A write r 0 2 val=8");
        refused(
                conform(scripts, "--kernel", "x86_64-6.12"),
                "the recording is of another script: line 4 was \"A write r 0 2 val=8\"");

        Files.writeString(scripts.resolve("one.txt"), SCRIPT + "A wirte r 0 1\n");
        Invocation wrong = conform(scripts, "--kernel", "x86_64-6.12");
        refused(wrong, "unknown operation \"wirte\" (" + scripts.resolve("one.txt") + ":6)");
        assertThat(wrong.err().lines().toList()).element(1).asString().startsWith("did you mean \"write\"?");
    }

    @Test
    void aRecordingThatSaysSkippedIsSkipped() throws IOException {
        Files.createDirectories(recordings);
        Files.writeString(
                recordings.resolve("one.jsonl"),
                String.join(
                        "\n",
                        List.of(
                                "{\"t\":\"meta\",\"script\":\"one\",\"kernel\":\"6\",\"arch\":\"x86_64\"}",
                                "{\"t\":\"skip\",\"missing\":\"zram\"}")));

        assertThat(conform(scripts, "--kernel", "x86_64-6.12").outLines())
                .first()
                .isEqualTo("one  skipped      the kernel has no zram");
    }
}
