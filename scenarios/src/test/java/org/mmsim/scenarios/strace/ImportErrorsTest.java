package org.mmsim.scenarios.strace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmsim.scenarios.InputException;

class ImportErrorsTest {

    private static final String UNMAP = "10 munmap(0x7f0000001000, 4096) = 0\n";
    private static final String CLONE = "10 clone3({flags=CLONE_VM}, 88) = 11\n";

    @TempDir
    private Path directory;

    static Stream<Arguments> recordings() {
        return Stream.of(
                row(UNMAP + "Hello, world!\n", "not a line of strace: \"Hello, world!\" (recording.strace:2)"),
                row(
                        UNMAP + "10 mnumap(0x7f0000001000, 4096) = 0\n",
                        "unknown system call \"mnumap\" (recording.strace:2)"),
                row(
                        "10 munmap(0x7f0000001000, 4096\n",
                        "cannot read the call \"munmap(0x7f0000001000, 4096\" (recording.strace:1)"),
                row(
                        "10 munmap(0x7f0000001000, 4096) 0\n",
                        "cannot read the call \"munmap(0x7f0000001000, 4096) 0\" (recording.strace:1)"),
                row(
                        "10 munmap(0x7f0000001000, 4096) = yes\n",
                        "cannot read the result of munmap: \"yes\" (recording.strace:1)"),
                row("10 munmap(0x7f0000001000) = 0\n", "munmap: has only 1 arguments (recording.strace:1)"),
                row(
                        "10 munmap(somewhere, 4096) = 0\n",
                        "munmap: argument 1 is not a number: \"somewhere\" (recording.strace:1)"),
                row(
                        "10 munmap(0x7f0000001000, 0xffffffffffffffff) = 0\n",
                        "munmap: addresses out of range: 0x7f0000001000 and 18446744073709551615 bytes"
                                + " (recording.strace:1)"),
                row(
                        "10 munmap(0xffffffffff600000, 4096) = 0\n",
                        "munmap: addresses out of range: 0xffffffffff600000 and 4096 bytes (recording.strace:1)"),
                row(
                        "10 munmap(0x1000, 4096) = 0\n",
                        "munmap: addresses out of range: 0x1000 and 4096 bytes (recording.strace:1)"),
                row(
                        "10 munmap(0x7f0000001001, 4096) = 0\n",
                        "munmap: 0x7f0000001001 is not a multiple of the base page 4KiB of machine power9-4-4k"
                                + " (recording.strace:1)"),
                row(
                        "10 mprotect(0x7f0000001000, 4096, read me) = 0\n",
                        "mprotect: cannot read the flags \"read me\" (recording.strace:1)"),
                row(
                        "10 madvise(0x7f0000001000, 4096, {at: 1}) = 0\n",
                        "madvise: cannot read the advice \"{at: 1}\" (recording.strace:1)"),
                row("10 clone3({stack=0x7f}, 88) = 11\n", "clone3: has no flags (recording.strace:1)"),
                row("10 fork() = 0\n", "fork returned 0, which is no thread (recording.strace:1)"),
                row(
                        "10 <... munmap resumed>) = 0\n",
                        "munmap resumed, but the thread began no call (recording.strace:1)"),
                row(
                        "10 munmap(0x7f0000001000, 1 <unfinished ...>\n10 <... madvise resumed>) = 0\n",
                        "madvise resumed, but the thread began another call in line 1 (recording.strace:2)"),
                row(
                        "10 munmap(0x7f0000001000, 1 <unfinished ...>\n" + UNMAP,
                        "call before the end of the one that the same thread began in line 1 (recording.strace:2)"),
                row(
                        CLONE + "11 brk(NULL) = 0x55a33c8b2000\nmunmap(0x7f0000001000, 4096) = 0\n",
                        "line names no thread, and 2 threads could be meant (recording.strace:3)"),
                row(
                        "10 +++ exited with 0 +++\nmunmap(0x7f0000001000, 4096) = 0\n",
                        "line names no thread, and 0 threads could be meant (recording.strace:2)"),
                row(
                        CLONE + "10 +++ superseded by execve in pid 11 +++\n",
                        "thread 11 has not begun an execve (recording.strace:2)"),
                row("10 brk(NULL) = 0x55a33c8b2000\n", "no memory operations in the recording (recording.strace)"),
                row(UNMAP.strip(), "no memory operations in the recording (recording.strace)"),
                row("", "empty recording (recording.strace)"),
                row(UNMAP + "10 munmap(\0)\n", "not text: control character 0x00 (recording.strace:2)"),
                row(UNMAP + "\u001b[31m\n", "not text: control character 0x1b (recording.strace:2)"));
    }

    private static Arguments row(String recording, String message) {
        return Arguments.of(recording, message);
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void whatCannotBeUnderstoodIsAnErrorThatNamesTheLine(String recording, String message) {
        InputException error = catchThrowableOfType(InputException.class, () -> Importing.text(recording));
        assertThat(error).hasMessage(message);
        assertThat(error.hint()).doesNotContain("\n");
    }

    @Test
    void textThatIsNotUtf8IsRefused() {
        byte[] recording = (UNMAP + "10 write(1, \"\u00e4\", 1) = 1\n").getBytes(StandardCharsets.ISO_8859_1);
        InputException error =
                catchThrowableOfType(InputException.class, () -> Importing.bytes(recording, ImportOptions.DEFAULT));
        assertThat(error).hasMessage("not UTF-8 (recording.strace:2)");
    }

    @Test
    void endlessLinesAreRefused() {
        String line = "x".repeat(RecordingReader.LINE_BYTES_MAX + 1);
        InputException error = catchThrowableOfType(InputException.class, () -> Importing.text(UNMAP + line));
        assertThat(error).hasMessage("line longer than 1 MiB (recording.strace:2)");
    }

    @Test
    void endlessRecordingsAreRefused() {
        byte[] recording = new byte[RecordingReader.FILE_BYTES_MAX + 1];
        Arrays.fill(recording, (byte) ' ');
        for (int i = 0; i < recording.length; i += RecordingReader.LINE_BYTES_MAX) {
            recording[i] = '\n';
        }
        InputException error =
                catchThrowableOfType(InputException.class, () -> Importing.bytes(recording, ImportOptions.DEFAULT));
        assertThat(error).hasMessage("recording larger than 64 MiB (recording.strace)");
    }

    @Test
    void moreCallsThanAScenarioHoldsAreRefused() {
        String recording = UNMAP.repeat(CallAssembler.CALLS_MAX + 1);
        InputException error = catchThrowableOfType(InputException.class, () -> Importing.text(recording));
        assertThat(error)
                .hasMessage("more than 200000 calls, which is more than a scenario can hold (recording.strace:200001)");
    }

    @Test
    void scenariosThatCouldNotBeLoadedAreNotWritten() {
        String recording = "10 mmap(NULL, 4096, PROT_NONE, 0x22, -1, 0) = 0x7f0000001000\n".repeat(50_000);
        InputException error = catchThrowableOfType(InputException.class, () -> Importing.text(recording));
        assertThat(error).hasMessage("the scenario would be larger than 8 MiB (recording.strace)");
    }

    @Test
    void moreThreadsThanBarriersCanOrderAreRefused() {
        StringBuilder recording = new StringBuilder();
        for (int tid = 11; tid <= 11 + Cast.PROCESS_THREADS_MAX; tid++) {
            recording.append("10 clone3({flags=CLONE_VM}, 88) = ").append(tid).append('\n');
        }
        InputException error = catchThrowableOfType(InputException.class, () -> Importing.text(recording.toString()));
        assertThat(error).hasMessage("more than 4096 threads in one process (recording.strace:4096)");
    }

    @Test
    void aMachineWithLargerPagesThanTheRecordingsIsRefused() {
        InputException error = catchThrowableOfType(
                InputException.class,
                () -> Importing.bytes(UNMAP.getBytes(StandardCharsets.UTF_8), new ImportOptions("power9-4", 4, 65536)));
        assertThat(error)
                .hasMessage("munmap: 0x7f0000001000 is not a multiple of the base page 64KiB of machine power9-4"
                        + " (recording.strace:1)");
        assertThat(error.hint()).isEqualTo("allowed: machines with base page 4KiB, such as power9-4-4k");
    }

    @Test
    void aRecordingThatIsNotThereIsNamed() {
        Path missing = directory.resolve("missing.strace");
        assertThat(errorOf(missing, directory.resolve("s.yaml"))).hasMessage("no such file (" + missing + ")");
        assertThat(errorOf(directory, directory.resolve("s.yaml")))
                .hasMessage("is a directory, not a recording (" + directory + ")");
    }

    @Test
    void aScenarioThatCannotBeWrittenIsNamed() throws IOException {
        Path recording = Files.writeString(directory.resolve("r.strace"), UNMAP);
        Path nowhere = directory.resolve("no").resolve("s.yaml");
        assertThat(errorOf(recording, nowhere)).hasMessage("no such directory (" + nowhere.getParent() + ")");
        assertThat(errorOf(recording, directory))
                .hasMessage("cannot write the scenario: Is a directory (" + directory + ")");
    }

    @Test
    void aRecordingIsNeverReplacedByItsScenario() throws IOException {
        Path recording = Files.writeString(directory.resolve("r.strace"), UNMAP);
        assertThat(errorOf(recording, recording))
                .hasMessage("the scenario would replace the recording (" + recording + ")");
        assertThat(recording).hasContent(UNMAP);
    }

    @Test
    void aFailedImportLeavesTheOldScenario() throws IOException {
        Path recording = Files.writeString(directory.resolve("r.strace"), "nonsense\n");
        Path scenario = Files.writeString(directory.resolve("s.yaml"), "old");
        errorOf(recording, scenario);
        assertThat(scenario).hasContent("old");
    }

    private static InputException errorOf(Path in, Path out) {
        return catchThrowableOfType(
                InputException.class, () -> StraceImporter.importFile(in, out, ImportOptions.DEFAULT));
    }
}
