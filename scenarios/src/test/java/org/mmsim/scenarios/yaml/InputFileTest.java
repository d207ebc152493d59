package org.mmsim.scenarios.yaml;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmsim.scenarios.InputException;

class InputFileTest {

    @TempDir
    Path folder;

    @Test
    void aByteOrderMarkIsNotPartOfTheText() throws IOException {
        assertThat(InputFile.read(write("mark.yaml", "\ufeffname: ü\n".getBytes(UTF_8))))
                .isEqualTo("name: ü\n");
    }

    @Test
    void otherEncodingsAreRefusedWithTheFirstByteThatGivesThemAway() throws IOException {
        Path latin = write("latin.yaml", "a: ä\nnäme: x\n".getBytes(ISO_8859_1));
        Path utf16 = write("utf16.yaml", "a: 1\n".getBytes(UTF_16));
        Path afterUtf8 = write("after.yaml", new byte[] {'\n', (byte) 0xc3, (byte) 0xa4, (byte) 0xff});

        assertThatThrownBy(() -> InputFile.read(latin)).hasMessage("not UTF-8 (" + latin + ":1:4)");
        assertThatThrownBy(() -> InputFile.read(utf16)).hasMessage("not UTF-8 (" + utf16 + ":1:1)");
        assertThatThrownBy(() -> InputFile.read(afterUtf8)).hasMessage("not UTF-8 (" + afterUtf8 + ":2:2)");
    }

    @Test
    void aTextThatEndsWithinACharacterIsNotUtf8() throws IOException {
        Path cut = write("cut.yaml", new byte[] {'a', (byte) 0xc3});

        assertThatThrownBy(() -> InputFile.read(cut)).hasMessage("not UTF-8 (" + cut + ":1:2)");
    }

    @Test
    void aFileOfTheLargestSizeIsReadAndAByteMoreIsRefused() throws IOException {
        Path largest = write("largest.yaml", new byte[InputFile.BYTES_MAX]);
        assertThat(InputFile.read(largest)).hasSize(InputFile.BYTES_MAX);

        Path larger = write("larger.yaml", new byte[InputFile.BYTES_MAX + 1]);
        assertThatThrownBy(() -> InputFile.read(larger))
                .isInstanceOf(InputException.class)
                .hasMessage("file larger than 8 MiB (" + larger + ")");
    }

    @Test
    void whatIsNotAReadableFileIsNamed() throws IOException {
        Path missing = folder.resolve("missing.yaml");

        assertThatThrownBy(() -> InputFile.read(missing)).hasMessage("no such file (" + missing + ")");
        assertThatThrownBy(() -> InputFile.read(folder)).hasMessage("is a directory, not a file (" + folder + ")");
    }

    @Test
    void aFileWithoutPermissionIsNamed() throws IOException {
        Path secret = write("secret.yaml", new byte[0]);
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(secret), "the superuser may read everything");

        assertThatThrownBy(() -> InputFile.read(secret)).hasMessage("no permission to read the file (" + secret + ")");
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }
}
