package org.mmsim.scenarios.conform.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.conform.Given;
import org.mmsim.scenarios.conform.KernelPreset;
import org.mmsim.scenarios.conform.RecordingFolder;
import org.mmsim.scenarios.conform.compare.Comparison;
import org.mmsim.scenarios.conform.compare.FieldSelection;
import org.mmsim.scenarios.conform.compare.RecordingComparer;

/** Damaged recordings: either an error of one line, or something that can be compared. */
class RecordingFuzzTest {
    private static final int ITERATIONS = Integer.getInteger("mmsim.fuzz.iterations", 2_000);
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "-",
            "9",
            "0",
            "null",
            "1e9",
            "\n",
            "\"o\":",
            "\"n\":262144,",
            "\"t\":",
            "[".repeat(2000));

    @Test
    void aDamagedRecordingIsComparedOrRefusedInOneLine() {
        List<Recording> seeds = new ArrayList<>();
        try (RecordingFolder recordings = Given.recordings(KernelPreset.X86_64_6_12)) {
            for (String name :
                    List.of("fork_64k_child_writes", "uffd_shmem", "pmscan_wp", "pageout_64k", "zero_small")) {
                seeds.add(recordings.read(name).orElseThrow());
            }
        }
        for (int i = 0; i < ITERATIONS; i++) {
            Random random = new Random(i);
            Recording seed = seeds.get(random.nextInt(seeds.size()));
            StringBuilder text = new StringBuilder(RecordingWriter.text(seed));
            for (int change = random.nextInt(3); change >= 0; change--) {
                int at = random.nextInt(text.length());
                if (random.nextBoolean()) {
                    text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                } else {
                    text.delete(at, at + 1 + random.nextInt(5));
                }
            }
            check(text.toString(), seed, i);
        }
    }

    private static void check(String text, Recording seed, int number) {
        Recording read;
        try {
            read = RecordingReader.parse(text, "x.jsonl");
        } catch (InputException e) {
            assertThat(e.getMessage())
                    .as("seed %d", number)
                    .doesNotContain("\n")
                    .contains("(x.jsonl");
            return;
        }
        Comparison there = RecordingComparer.compare(read, seed, FieldSelection.all(), true);
        Comparison back = RecordingComparer.compare(seed, read, FieldSelection.all(), true);
        assertThat(there.total().equal())
                .as("seed %d", number)
                .isBetween(0L, there.total().compared());
        assertThat(back.total().isEqual())
                .as("seed %d", number)
                .isEqualTo(back.mismatches().isEmpty());
    }
}
