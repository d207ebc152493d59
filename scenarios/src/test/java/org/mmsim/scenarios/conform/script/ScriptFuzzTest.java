package org.mmsim.scenarios.conform.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.conform.Given;

/** Damaged scripts: either a script or an error of one line. */
class ScriptFuzzTest {
    private static final int ITERATIONS = Integer.getInteger("mmsim.fuzz.iterations", 5_000);

    private static final List<String> PIECES = List.of(
            " ",
            "\n",
            "#",
            "A ",
            "B ",
            "fork ",
            "exit\n",
            "map ",
            "r ",
            "0",
            "-1",
            "99999999999999999999",
            "0x",
            "=",
            "stride=",
            "at=262144 ",
            "skew=262143 ",
            "shared:",
            ":",
            ",",
            "cats=",
            "\u00e9",
            "\u0000",
            "proc A\n");

    @Test
    void aDamagedScriptIsReadOrRefusedInOneLine() throws IOException {
        List<String> seeds = new ArrayList<>();
        try (Stream<Path> files = Files.list(Given.scriptFolder())) {
            for (Path file : files.sorted().toList()) {
                seeds.add(Files.readString(file));
            }
        }
        for (int i = 0; i < ITERATIONS; i++) {
            Random random = new Random(i);
            StringBuilder text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
            for (int change = random.nextInt(4); change >= 0; change--) {
                int at = random.nextInt(text.length());
                if (random.nextBoolean()) {
                    text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                } else {
                    text.delete(at, Math.min(text.length() - 1, at + random.nextInt(12)));
                }
            }
            check(text.toString(), i);
        }
    }

    private static void check(String text, int seed) {
        try {
            Script script = ScriptParser.parse(text, "x", "x.txt");
            assertThat(script.regions()).as("seed %d", seed).allSatisfy(region -> {
                assertThat(region.pages()).isBetween(1L, Region.PAGES_MAX);
                assertThat(region.va()).isGreaterThanOrEqualTo(Region.FIRST_VA);
            });
        } catch (InputException e) {
            assertThat(e.getMessage()).as("seed %d", seed).doesNotContain("\n").contains("(x.txt");
            assertThat(e.hint()).as("seed %d", seed).doesNotContain("\n");
        }
    }
}
