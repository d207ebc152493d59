package org.mmsim.scenarios.strace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mmsim.scenarios.InputException;

/** Damaged recordings: either an error of one line or a scenario that accounts for every line. */
class ImportFuzzTest {

    private static final int ITERATIONS = Integer.getInteger("mmsim.fuzz.iterations", 5_000);

    private static final List<String> SEEDS =
            List.of(new String(Recordings.bytes(Recordings.ZSTD_THREADS), StandardCharsets.UTF_8), """
            vfork(strace: Process 12 attached
             <unfinished ...>
            [pid    12] execve("/bin/true", ["a\\"b", "c) = 1"], 0x7 /* 9 vars */ <unfinished ...>
            [pid    10] <... vfork resumed>)        = 12
            [pid    10] clone3({flags=CLONE_VM|CLONE_THREAD}strace: Process 13 attached
             => {parent_tid=[13]}, 88) = 13
            [pid    12] <... execve resumed>)       = 0
            [pid    13] mremap(0x7f0000000000, 4096, 8192, MREMAP_MAYMOVE) = 0x7f1000000000
            [pid    13] execve("/bin/false", ["x"], 0x7 /* 9 vars */ <unfinished ...>
            [pid    10] +++ superseded by execve in pid 13 +++
            [pid    10] <... execve resumed>)       = 0
            [pid    12] +++ exited with 0 +++
            mmap(0x7f0000004000, 8192, PROT_READ, MAP_PRIVATE|MAP_FIXED|MAP_POPULATE, 3</x>, 0) = 0x7f0000004000
            mlock2(0x7f0000004000, 8192, 0) = 0
            clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|SIGCHLD, child_tidptr=0x7f) = 14
            --- SIGCHLD {si_signo=SIGCHLD, si_pid=14} ---
            exit_group(0)                       = ?
            +++ exited with 0 +++
            """);

    private static final List<String> PIECES = List.of(
            " <unfinished ...>",
            "<... munmap resumed>",
            ") = 0",
            ") = -1 ENOMEM (x)",
            " = ?",
            "[pid 11] ",
            "12 ",
            "\"",
            "{",
            "}",
            "(",
            ")",
            ",",
            "\n",
            "\\",
            "0x",
            "-1",
            "NULL",
            "99999999999999999999",
            "0xffffffffffffffff",
            "|",
            "<",
            ">",
            "/*",
            "*/",
            "+++ exited with 0 +++",
            "strace: Process 11 attached\n",
            "MAP_POPULATE|",
            "\u00e9",
            "#",
            ": ");

    @Test
    void damagedRecordingsAreImportedOrRefused() {
        for (int i = 0; i < ITERATIONS; i++) {
            Random random = new Random(i);
            check(damage(SEEDS.get(random.nextInt(SEEDS.size())), random), "seed " + i);
        }
    }

    @Test
    void randomBytesAreRefused() {
        for (int i = 0; i < ITERATIONS; i++) {
            byte[] bytes = new byte[new Random(i).nextInt(200)];
            new Random(i).nextBytes(bytes);
            check(bytes, "seed " + i);
        }
    }

    private static void check(byte[] recording, String name) {
        StraceImporter.Imported imported;
        try {
            imported = Importing.bytes(recording, ImportOptions.DEFAULT);
        } catch (InputException e) {
            assertThat(e.getMessage()).as(name).isNotBlank().doesNotContain("\n", "\0");
            return;
        } catch (RuntimeException e) {
            throw new AssertionError(name, e);
        }
        String text = new String(recording, StandardCharsets.UTF_8);
        int lines = (int) text.chars().filter(c -> c == '\n').count() + (text.endsWith("\n") ? 0 : 1);
        assertThat(Importing.lineCount(imported.summary())).as(name).isEqualTo(lines);
        try {
            Importing.load(imported);
        } catch (RuntimeException e) {
            throw new AssertionError(name + "\n" + imported.scenario(), e);
        }
    }

    private static byte[] damage(String recording, Random random) {
        StringBuilder text = new StringBuilder(recording);
        if (random.nextInt(4) == 0) {
            shuffleLines(text, random);
        }
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(5)) {
                case 0 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(40)));
                case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 2 -> text.setCharAt(at, (char) (' ' + random.nextInt(95)));
                case 3 -> text.setLength(Math.max(1, at));
                default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(200))));
            }
            if (text.length() == 0) {
                text.append('x');
            }
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        return random.nextInt(10) == 0 ? withOddByte(bytes, random) : bytes;
    }

    private static void shuffleLines(StringBuilder text, Random random) {
        List<String> lines = new ArrayList<>(text.toString().lines().toList());
        Collections.swap(lines, random.nextInt(lines.size()), random.nextInt(lines.size()));
        lines.remove(random.nextInt(lines.size()));
        text.setLength(0);
        lines.forEach(line -> text.append(line).append('\n'));
    }

    private static byte[] withOddByte(byte[] bytes, Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = random.nextInt(bytes.length);
        out.write(bytes, 0, at);
        out.write(random.nextInt(256));
        out.write(bytes, at, bytes.length - at);
        return out.toByteArray();
    }
}
