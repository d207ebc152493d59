package org.mmsim.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes each file of a journal at many places. A damaged journal may be refused, but it must not lie. */
class DamagedFilesTest {

    private static final int PLACES_PER_FILE = 40;

    @TempDir
    Path directory;

    private final List<RecordedEvent> events = TestRuns.events(1500);
    private int refused;
    private int tried;

    @Test
    void aFlippedBitInACompleteRunIsHarmlessOrNoticed() throws Exception {
        TestRuns.recordComplete(directory.resolve("run"), events);
        flipBits(true);
        assertThat(refused).as("refused of %d", tried).isGreaterThan(tried / 2);
    }

    @Test
    void aTruncatedFileOfACompleteRunIsHarmlessOrNoticed() throws Exception {
        TestRuns.recordComplete(directory.resolve("run"), events);
        truncate(true);
        assertThat(refused).as("refused of %d", tried).isGreaterThan(tried / 2);
    }

    @Test
    void aFlippedBitInAnInterruptedRunIsHarmlessOrNoticedOrShortensIt() throws Exception {
        TestRuns.recordIncomplete(directory.resolve("run"), events);
        flipBits(false);
        assertThat(refused).as("refused of %d", tried).isGreaterThan(tried / 3);
    }

    @Test
    void aTruncatedFileOfAnInterruptedRunIsHarmlessOrNoticedOrShortensIt() throws Exception {
        TestRuns.recordIncomplete(directory.resolve("run"), events);
        truncate(false);
    }

    @Test
    void aMissingFileOfACompleteRunIsHarmlessOrNoticed() throws Exception {
        TestRuns.recordComplete(directory.resolve("run"), events);
        for (Path file : TestFiles.list(directory.resolve("run"))) {
            Path damaged = copy();
            Files.delete(JournalFiles.directory(damaged).resolve(file.getFileName()));
            check(damaged, true, file.getFileName() + " is missing");
        }
        assertThat(refused).isGreaterThanOrEqualTo(5);
    }

    private void flipBits(boolean complete) throws IOException {
        for (Path file : TestFiles.list(directory.resolve("run"))) {
            int length = TestFiles.bytes(file).length;
            for (int i = 0; i < Math.min(length, PLACES_PER_FILE); i++) {
                int place = (int) ((long) length * i / PLACES_PER_FILE);
                int bit = i % 8;
                change(file, complete, "flipped bit " + place + "." + bit, bytes -> {
                    bytes[place] ^= (byte) (1 << bit);
                    return bytes;
                });
            }
        }
    }

    private void truncate(boolean complete) throws IOException {
        for (Path file : TestFiles.list(directory.resolve("run"))) {
            int length = TestFiles.bytes(file).length;
            for (int i = 0; i < Math.min(length, PLACES_PER_FILE); i++) {
                int newLength = (int) ((long) length * i / PLACES_PER_FILE);
                change(file, complete, "cut to " + newLength, bytes -> Arrays.copyOf(bytes, newLength));
            }
        }
    }

    private void change(Path file, boolean complete, String what, UnaryOperator<byte[]> change) throws IOException {
        Path damaged = copy();
        Files.write(JournalFiles.directory(damaged).resolve(file.getFileName()), change.apply(TestFiles.bytes(file)));
        check(damaged, complete, file.getFileName() + " " + what);
    }

    private void check(Path run, boolean complete, String what) {
        tried++;
        try (JournalReader reader = JournalReader.open(run)) {
            VerifyReport report = reader.verify();
            List<RecordedEvent> read = TestRuns.read(reader);
            assertThat(read).as(what).isEqualTo(events.subList(0, read.size()));
            if (!report.isSound()) {
                // The damage is in a part that this reading of the events did not need, such as a snapshot.
                refused++;
            } else if (complete) {
                assertThat(reader.end()).as(what).isPresent();
                assertThat(read).as(what).hasSameSizeAs(events);
            }
        } catch (JournalException e) {
            refused++;
            assertThat(e.getMessage()).as(what).doesNotContain("\n").endsWith("(" + run.resolve("journal") + ")");
        }
    }

    private Path copy() throws IOException {
        Path copy = directory.resolve("damaged");
        TestFiles.delete(copy);
        TestFiles.copy(directory.resolve("run"), copy);
        return copy;
    }
}
