package org.mmsim.scenarios.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.IoReason;

/** Files that an option names for a result. */
final class OutputFile {

    private OutputFile() {}

    /**
     * Whatever can be known to go wrong with the file is said before the runs, not a minute later.
     *
     * @param what the file holds, for messages
     * @param option that named it, for messages
     */
    static void check(Path file, String what, String option) {
        Path folder = file.toAbsolutePath().getParent();
        Path written = Files.exists(file) || folder == null ? file : folder;
        if (Files.isDirectory(file) || !Files.isWritable(written)) {
            throw new InputException(
                    "cannot write the " + what + " (" + option + " " + file + ")",
                    "allowed: a file in a directory that can be written");
        }
    }

    /**
     * Writes the file.
     *
     * @param what the file holds, for messages
     * @param option that named it, for messages
     */
    static void write(Path file, String text, String what, String option) {
        try {
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new InputException(
                    "cannot write the " + what + ": " + IoReason.of(e) + " (" + option + " " + file + ")");
        }
    }
}
