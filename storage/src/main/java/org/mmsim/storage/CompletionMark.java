package org.mmsim.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.mmsim.protocol.RunEnd;

/**
 * A small file beside the database that repeats digest and size of a complete run. A database that lost its newest records
 * looks like that of an interrupted run; the file gives it away.
 */
final class CompletionMark {

    private static final String NAME = "COMPLETE";

    private CompletionMark() {}

    static void write(Path directory, RunEnd end) {
        Path draft = directory.resolve(NAME + ".tmp");
        try {
            try (FileChannel file = FileChannel.open(
                    draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                ByteBuffer text = ByteBuffer.wrap(text(end));
                while (text.hasRemaining()) {
                    file.write(text);
                }
                file.force(true);
            }
            Files.move(draft, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new JournalException("cannot write the journal: " + e.getMessage() + " (" + directory + ")", e);
        }
    }

    /** Whether there is a mark at all. */
    static boolean exists(Path directory) {
        return Files.exists(directory.resolve(NAME));
    }

    /** Whether the mark is the one of this end. */
    static boolean agrees(Path directory, RunEnd end) throws IOException {
        byte[] expected = text(end);
        Path file = directory.resolve(NAME);
        return Files.size(file) == expected.length && Arrays.equals(Files.readAllBytes(file), expected);
    }

    private static byte[] text(RunEnd end) {
        return (end.getDigest() + " " + Long.toUnsignedString(end.getEvents()) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
