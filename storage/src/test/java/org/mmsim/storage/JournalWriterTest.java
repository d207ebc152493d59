package org.mmsim.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmsim.protocol.RunEnd;

class JournalWriterTest {

    @TempDir
    Path directory;

    @Test
    void anEventThatCannotBeIsRefusedAndTheNextOneTaken() {
        try (JournalWriter writer = JournalWriter.digestOnly(TestRuns.identity(16))) {
            writer.append(40, 100, 0, 0, 1, 0, 0, 0);
            for (int type : new int[] {-1, 0, 1, 255, 256, 40 + 256, Integer.MAX_VALUE}) {
                assertThatThrownBy(() -> writer.append(type, 100, 0, 0, 1, 0, 0, 0))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("no event has type " + type);
            }
            assertThatThrownBy(() -> writer.append(40, 99, 0, 0, 1, 0, 0, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("event 2 happens at 99 ns, before the last one at 100 ns");
            for (long cause : new long[] {-1, 2, Long.MAX_VALUE, Long.MIN_VALUE}) {
                assertThatThrownBy(() -> writer.append(40, 100, 0, cause, 1, 0, 0, 0))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("event 2 has the cause " + cause + ", which has not happened");
            }
            writer.append(40, 100, 0, 1, 1, 0, 0, 0);
            assertThat(writer.lastSeq()).isEqualTo(2);
        }
    }

    @Test
    void anEnumValueOfMoreThan32BitsIsNeverStored() {
        assertThatThrownBy(() -> {
                    try (JournalWriter writer = JournalWriter.create(directory, TestRuns.identity(16))) {
                        writer.append(43, 100, 0, 0, 1, 1L << 32, 0, 0);
                    }
                })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("event 1 has the enum value 4294967296 in field 2");
        try (JournalReader reader = JournalReader.open(directory)) {
            assertThat(reader.lastSeq()).isZero();
        }
    }

    @Test
    void whatLiesBehindTheFieldsOfATypeIsIgnored() {
        String clean = digestOfOneIpi(0);
        assertThat(digestOfOneIpi(99)).isEqualTo(clean);
    }

    private static String digestOfOneIpi(long excess) {
        try (JournalWriter writer = JournalWriter.digestOnly(TestRuns.identity(16))) {
            writer.append(41, 100, 0, 0, 1, excess, excess, excess);
            return writer.digest();
        }
    }

    @Test
    void theDigestEndsTheEvents() {
        try (JournalWriter writer = JournalWriter.create(directory, TestRuns.identity(16))) {
            TestRuns.append(TestRuns.events(20), writer);
            String digest = writer.digest();
            assertThat(writer.digest()).isEqualTo(digest).matches("[0-9a-f]{64}");
            assertThatThrownBy(() -> writer.append(40, Long.MAX_VALUE, 0, 0, 1, 0, 0, 0))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(writer.finish(RunEnd.getDefaultInstance()).getDigest()).isEqualTo(digest);
        }
    }

    @Test
    void aClosedWriterTakesNothingMore() {
        JournalWriter writer = JournalWriter.create(directory, TestRuns.identity(16));
        TestRuns.append(TestRuns.events(20), writer);
        writer.close();
        writer.close();
        assertThatThrownBy(() -> writer.append(40, Long.MAX_VALUE, 0, 0, 1, 0, 0, 0))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(writer::digest).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> writer.finish(RunEnd.getDefaultInstance())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theDigestDependsOnEveryPropertyOfAnEvent() {
        assertThat(new String[] {
                    digestOf(40, 100, 0, 1),
                    digestOf(41, 100, 0, 1),
                    digestOf(40, 101, 0, 1),
                    digestOf(40, 100, 8, 1),
                    digestOf(40, 100, 0, 2)
                })
                .doesNotHaveDuplicates();
    }

    private static String digestOf(int type, long timeNs, int actor, long a) {
        try (JournalWriter writer = JournalWriter.digestOnly(TestRuns.identity(16))) {
            writer.append(type, timeNs, actor, 0, a, 0, 0, 0);
            return writer.digest();
        }
    }

    @Test
    void anInterruptedThreadStillClosesTheJournal() {
        JournalWriter writer = JournalWriter.create(directory, TestRuns.identity(16));
        TestRuns.append(TestRuns.events(20), writer);
        Thread.currentThread().interrupt();
        writer.close();
        assertThat(Thread.interrupted()).isTrue();
        JournalWriter.resume(directory).close();
        try (JournalReader reader = JournalReader.open(directory)) {
            assertThat(reader.lastSeq()).isEqualTo(20);
        }
    }
}
