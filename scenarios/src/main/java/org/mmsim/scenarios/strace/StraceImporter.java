package org.mmsim.scenarios.strace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.mmsim.scenarios.InputException;

/** Turns recordings of {@code strace -f -tt -e trace=memory,process} into scenarios. */
public final class StraceImporter {

    private StraceImporter() {}

    /**
     * Reads the recording {@code in} and writes the scenario {@code out}, replacing what was there.
     *
     * @return what became of the recording's lines
     * @throws InputException if {@code in} cannot be read or understood, holds nothing to simulate, or
     *     {@code out} cannot be written; then {@code out} is as it was
     */
    public static ImportSummary importFile(Path in, Path out, ImportOptions options) {
        CallAssembler assembler = new CallAssembler();
        RecordingReader.read(in, assembler);
        Imported imported = translate(assembler.finish(), in.toString(), out.toString(), options);
        write(in, out, imported.scenario());
        return imported.summary();
    }

    /** A scenario's text and how it came about. */
    record Imported(String scenario, ImportSummary summary) {}

    static Imported translate(Recording recording, String in, String out, ImportOptions options) {
        Translator.Result result = Translator.translate(recording, options);
        if (result.summary().operations().isEmpty()) {
            throw new InputException(
                    "no memory operations in the recording (" + in + ")",
                    "record with strace -f -tt -e trace=memory,process -o FILE PROGRAM");
        }
        return new Imported(ScenarioText.of(result, options, in, out), result.summary());
    }

    private static void write(Path in, Path out, String scenario) {
        try {
            if (Files.exists(out) && Files.isSameFile(in, out)) {
                throw new InputException("the scenario would replace the recording (" + out + ")");
            }
            Files.write(out, scenario.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            throw new InputException(
                    "no such directory (" + out.toAbsolutePath().getParent() + ")");
        } catch (AccessDeniedException e) {
            throw new InputException("no permission to write the scenario (" + out + ")");
        } catch (FileSystemException e) {
            throw new InputException("cannot write the scenario: " + e.getReason() + " (" + out + ")");
        } catch (IOException e) {
            throw new InputException("cannot write the scenario: " + e.getMessage() + " (" + out + ")");
        }
    }
}
