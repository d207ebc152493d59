package org.mmsim.scenarios.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.yaml.InputFile;
import org.mmsim.scenarios.yaml.Library;

/**
 * Whatever bytes a file holds, loading it gives a scenario or one clear line. {@code -Dmmsim.fuzz.iterations}
 * and {@code -Dmmsim.fuzz.seed} choose how many inputs and which.
 */
class ScenarioFuzzTest {

    private static final int ITERATIONS = Integer.getInteger("mmsim.fuzz.iterations", 3_000);
    private static final long SEED = Long.getLong("mmsim.fuzz.seed", 20_191_003);

    private static final int BATCH = 1_000;

    /** What even a loaded machine does not take for a batch. */
    private static final Duration HANG = Duration.ofMinutes(20);

    private static final String INDICATORS = " \n-:{}[],&*!|>'\"#%@`?a1~$\t";

    private static final String[] TOKENS = {
        "&a ",
        "*a",
        "!!map ",
        "{",
        "}",
        "[",
        "]",
        ": ",
        "- ",
        "\n",
        "\n---\n",
        "\t",
        "|",
        ">-",
        "'",
        "\"",
        "#",
        "%",
        "$size",
        "$",
        "~",
        "null",
        "true",
        "-1",
        "0",
        "1e9",
        ".inf",
        "9223372036854775808",
        "0x",
        "0xffffffffffffffff",
        "4KiB",
        "9999TiB",
        "1ns",
        "-0s",
        "1.5",
        "\u0000",
        "\ufeff",
        "\ud83d",
        "ü",
        "run:",
        "repeat:",
        "times:",
        "map:",
        "{size: 2MiB}",
        "walkers",
        "cpus: {first: 0, count: 4096}",
        "until: done",
        "<<: ",
        "? ",
        "power9-128",
        "machine:"
    };

    @Test
    void everyInputGivesAScenarioOrOneClearLine() {
        List<byte[]> corpus = corpus();
        int loaded = 0;
        for (int from = 0; from < ITERATIONS; from += BATCH) {
            int first = from;
            loaded += assertTimeoutPreemptively(
                    HANG, () -> load(corpus, first, Math.min(first + BATCH, ITERATIONS)), "from input " + first);
        }
        assertThat(loaded).as("inputs that were a scenario").isBetween(ITERATIONS / 50, ITERATIONS);
    }

    private static int load(List<byte[]> corpus, int from, int to) {
        int loaded = 0;
        for (int i = from; i < to; i++) {
            Random random = new Random(SEED + i);
            byte[] input = random.nextInt(10) == 0 ? noise(random) : mutated(random, corpus);
            try {
                Scenario scenario = Given.read(InputFile.decode(input, "fuzz.yaml"));
                assertThat(Given.read(scenario.canonicalText()))
                        .as(failure(i, input))
                        .isEqualTo(scenario);
                loaded++;
            } catch (InputException e) {
                assertThat(e.getMessage()).as(failure(i, input)).matches("[^\\p{Cntrl}]+ \\([^\\p{Cntrl}]+\\).*");
                assertThat(e.hint()).as(failure(i, input)).matches("[^\\p{Cntrl}]*");
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                throw new AssertionError(failure(i, input), e);
            }
        }
        return loaded;
    }

    private static String failure(int i, byte[] input) {
        return "-Dmmsim.fuzz.seed=" + (SEED + i) + " -Dmmsim.fuzz.iterations=1, input:\n" + new String(input, UTF_8);
    }

    /** Short scenarios that use all of the format, and those of the library with their machines written out. */
    private static List<byte[]> corpus() {
        List<byte[]> corpus = new ArrayList<>();
        for (String name : Library.SCENARIOS.names()) {
            corpus.add(Library.SCENARIOS.text(name).getBytes(UTF_8));
        }
        corpus.add(Given.library("lockless-munmap-small").canonicalText().getBytes(UTF_8));
        corpus.add(Given.withProgram(
                        "map: {name: buf, size: 4MiB, at: 0x100000000, write: true, huge: false, metric: m_ns}",
                        "touch: {of: buf, from: 1MiB, size: 2MiB, stride: 8KiB, access: read}",
                        "repeat: {times: 3, run: [{map: {name: r, size: 2MiB}}, {unmap: {of: r}}, {compute: 1ns}]}",
                        "unmap: {of: buf, from: 1MiB}",
                        "sleep: {time: 1.5ms, metric: s_ns}",
                        "protect: {of: buf, access: none}",
                        "madvise: {at: 0x200000, size: 64KiB, advice: MADV_FREE}",
                        "remap: {at: 0x100000000, size: 1MiB, to: 0x200000000, new_size: 8MiB}",
                        "brk: {to: 0x300000}",
                        "fork: {process: A}")
                .getBytes(UTF_8));
        return corpus;
    }

    private static byte[] noise(Random random) {
        byte[] bytes = new byte[random.nextInt(400)];
        random.nextBytes(bytes);
        if (random.nextBoolean()) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) INDICATORS.charAt(Math.floorMod(bytes[i], INDICATORS.length()));
            }
        }
        return bytes;
    }

    private static byte[] mutated(Random random, List<byte[]> corpus) {
        byte[] bytes = corpus.get(random.nextInt(corpus.size())).clone();
        for (int mutations = 1 + random.nextInt(4); mutations > 0; mutations--) {
            bytes = mutated(random, bytes, corpus);
        }
        return bytes;
    }

    private static byte[] mutated(Random random, byte[] bytes, List<byte[]> corpus) {
        if (bytes.length == 0) {
            return bytes;
        }
        int from = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, from + random.nextInt(40));
        return switch (random.nextInt(8)) {
            case 0 -> flipped(bytes, from, random);
            case 1 -> joined(bytes, from, TOKENS[random.nextInt(TOKENS.length)].getBytes(UTF_8), from);
            case 2 -> joined(bytes, from, TOKENS[random.nextInt(TOKENS.length)].getBytes(UTF_8), to);
            case 3 -> joined(bytes, from, new byte[0], to);
            case 4 -> joined(bytes, to, java.util.Arrays.copyOfRange(bytes, from, to), to);
            case 5 -> joined(bytes, lineStart(bytes, from), new byte[0], lineStart(bytes, to));
            case 6 -> joined(bytes, lineStart(bytes, from), line(random, corpus), lineStart(bytes, from));
            default ->
                random.nextInt(8) == 0 ? java.util.Arrays.copyOf(bytes, from) : changedNumber(bytes, from, random);
        };
    }

    private static byte[] flipped(byte[] bytes, int at, Random random) {
        byte[] changed = bytes.clone();
        changed[at] ^= (byte) (1 << random.nextInt(8));
        return changed;
    }

    /** Replaces one digit, which most often leaves a document that loads. */
    private static byte[] changedNumber(byte[] bytes, int from, Random random) {
        byte[] changed = bytes.clone();
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] >= '0' && bytes[i] <= '9') {
                changed[i] = (byte) ('0' + random.nextInt(10));
                break;
            }
        }
        return changed;
    }

    private static byte[] line(Random random, List<byte[]> corpus) {
        byte[] bytes = corpus.get(random.nextInt(corpus.size()));
        int start = lineStart(bytes, random.nextInt(bytes.length));
        int end = start;
        while (end < bytes.length && bytes[end++] != '\n') {
            // Up to the end of the line.
        }
        return java.util.Arrays.copyOfRange(bytes, start, end);
    }

    private static int lineStart(byte[] bytes, int at) {
        int start = at;
        while (start > 0 && bytes[start - 1] != '\n') {
            start--;
        }
        return start;
    }

    private static byte[] joined(byte[] bytes, int headEnd, byte[] middle, int tailStart) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, headEnd);
        out.writeBytes(middle);
        out.write(bytes, tailStart, bytes.length - tailStart);
        return out.toByteArray();
    }
}
