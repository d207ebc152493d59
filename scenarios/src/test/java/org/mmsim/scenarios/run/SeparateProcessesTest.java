package org.mmsim.scenarios.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmsim.engine.check.Checks;
import org.mmsim.scenarios.cli.Main;
import org.mmsim.scenarios.format.Scenario;
import org.mmsim.scenarios.format.Setting;
import tools.jackson.databind.json.JsonMapper;

/** The digest of a run with jitter on every cost, from a process of its own. */
class SeparateProcessesTest {
    private static final int RUNS = 100;
    private static final List<String> SETTINGS =
            List.of("parameters.size=64MiB", "jitter.all={kind: lognormal, spread: 20%}");

    private static String here = "";

    @BeforeAll
    static void run() throws InterruptedException {
        Scenario scenario = Identities.loader()
                .load(
                        "lockless-munmap-small",
                        SETTINGS.stream().map(Setting::parse).toList(),
                        OptionalLong.empty());
        here = new Runner(standing -> {})
                .runWithoutJournal(scenario, Checks.names())
                .end()
                .getDigest();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Xmx2g",
                "-Xmx256m -XX:+UseG1GC",
                "-XX:ActiveProcessorCount=1 -XX:+UseSerialGC",
                "-Duser.language=tr -Duser.country=TR -Duser.timezone=Asia/Kathmandu",
                "-Duser.language=ar -Duser.country=EG -Duser.timezone=America/St_Johns"
            })
    void theDigestDoesNotDependOnTheProcess(String options) throws IOException, InterruptedException {
        assertThat(digest(options)).isEqualTo(here);
    }

    @Test
    @Tag("soak")
    void theDigestIsTheSameInAHundredProcesses() throws IOException, InterruptedException {
        for (int i = 0; i < RUNS; i++) {
            assertThat(digest("-Xmx512m")).as("run %d", i).isEqualTo(here);
        }
    }

    private static String digest(String options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options.split(" ")));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of("run", "lockless-munmap-small", "--no-journal", "--json"));
        SETTINGS.forEach(setting -> command.addAll(List.of("--set", setting)));
        Process process =
                new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return JsonMapper.shared().readTree(out).get("digest").asString();
    }
}
