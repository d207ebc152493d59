package org.mmsim.actors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mmsim.engine.check.Checks;
import org.mmsim.engine.cpu.Bug;
import org.mmsim.protocol.Check;

/** The random programs find every mistake that is planted in the kernel, by a rule that is broken. */
class PlantedBugTest {
    private static final int MOST_PROGRAMS = 3000;
    private static final Path REPORT = Path.of("target", "planted-bugs.md");

    private record Found(Bug bug, int programs, RandomProgram.Result result) {
        String row() {
            String by = result.broken() == Check.CHECK_NONE
                    ? result.clean() ? "" : "an exception"
                    : "`" + Checks.name(result.broken()) + "`";
            return String.format(Locale.ROOT, "| `%s` | %s | %s | %d |", bug.label(), bug.description(), by, programs);
        }
    }

    private static Found find(Bug bug) {
        RandomProgram.Result result = null;
        for (int seed = 0; seed < MOST_PROGRAMS; seed++) {
            result = RandomPrograms.of(seed).with("planted_bug", bug.label()).run();
            if (!result.clean()) {
                return new Found(bug, seed + 1, result);
            }
        }
        return new Found(bug, MOST_PROGRAMS, result);
    }

    @Test
    void everyPlantedBugBreaksARule() throws IOException {
        List<Found> all = Stream.of(Bug.values())
                .filter(bug -> bug != Bug.NONE)
                .map(PlantedBugTest::find)
                .toList();

        List<String> report =
                new ArrayList<>(List.of("| bug | what is wrong | found by | programs |", "|---|---|---|---|"));
        all.forEach(found -> report.add(found.row()));
        Files.createDirectories(REPORT.toAbsolutePath().getParent());
        Files.write(REPORT, report, StandardCharsets.UTF_8);
        assertThat(all)
                .allSatisfy(found ->
                        assertThat(found.result().clean()).as(found.row()).isFalse());
    }
}
