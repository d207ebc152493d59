package org.mmsim.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.luben.zstd.Zstd;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmsim.protocol.ChunkSummary;
import org.mmsim.protocol.RunEnd;
import org.mmsim.storage.rocks.JournalStore;

/** Journals whose files are sound but hold what no writer wrote: they are untrusted input like any other. */
class WrongContentsTest {

    private static final int EVENTS_PER_CHUNK = 50;

    @TempDir
    Path directory;

    private JournalStore store;

    @BeforeEach
    void createStore() throws Exception {
        store = JournalStore.create(Files.createDirectories(JournalFiles.directory(directory)));
        store.putIdentity(TestRuns.identity(EVENTS_PER_CHUNK).toByteArray());
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void theChunksOfThisTestAreReadable() throws Exception {
        put(1, chunk(1), summary(1));
        put(51, chunk(51), summary(51));
        store.close();
        try (JournalReader reader = JournalReader.open(directory)) {
            assertThat(TestRuns.read(reader)).hasSize(100);
            assertThat(reader.verify().problems()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 20, 2000, 1 << 20})
    void bytesThatAreNotCompressedAreRefused(int length) throws Exception {
        byte[] noise = new byte[length];
        new SplittableRandom(length).nextBytes(noise);
        put(1, noise, summary(1));
        assertRefused("chunk 1: ");
    }

    @Test
    void aChunkThatGrowsBeyondAllBoundsIsRefused() throws Exception {
        put(1, Zstd.compress(new byte[20_000_000]), summary(1));
        assertRefused("chunk 1: decompression failed: ");
    }

    @Test
    void aSnapshotThatGrowsBeyondAllBoundsIsRefused() throws Exception {
        put(1, chunk(1), summary(1));
        store.putSnapshot(7, Zstd.compress(new byte[JournalReader.MAX_SNAPSHOT_BYTES + 1]));
        store.close();
        try (JournalReader reader = JournalReader.open(directory)) {
            assertThat(catchThrowableOfType(JournalException.class, () -> reader.snapshotAtOrBefore(9))
                            .getMessage())
                    .startsWith("journal is damaged: snapshot 7: size is out of range (");
            assertThat(reader.verify().problems()).containsExactly("snapshot 7: size is out of range");
        }
    }

    @Test
    void aChunkOfOtherEventsThanTheSummarySaysIsRefused() throws Exception {
        put(1, chunk(51), summary(1));
        assertRefused("chunk 1: the SHA-256 is not that of the summary");
    }

    @Test
    void aSummaryThatCountsOtherEventsIsRefused() throws Exception {
        put(1, chunk(1), summary(1).toBuilder().setEvents(49).build());
        assertRefused("chunk 1: the summary is not that of the chunk");
    }

    @Test
    void aSummaryThatHidesEventsFromQueriesIsAProblem() throws Exception {
        put(1, chunk(1), summary(1).toBuilder().clearCpus().build());
        store.close();
        try (JournalReader reader = JournalReader.open(directory)) {
            assertThat(reader.verify().problems())
                    .containsExactly("the summary of chunk 1 does not say what the chunk holds");
        }
    }

    @Test
    void aSnapshotOfAnEventThatIsNotThereIsAProblem() throws Exception {
        put(1, chunk(1), summary(1));
        store.putSnapshot(50, Zstd.compress(new byte[10]));
        store.putSnapshot(51, Zstd.compress(new byte[10]));
        store.close();
        try (JournalReader reader = JournalReader.open(directory)) {
            assertThat(reader.verify().problems()).containsExactly("snapshot 51 is of no stored event");
        }
    }

    @Test
    void aHashedChunkThatIsNoChunkIsRefused() throws Exception {
        EventBlock block = block(1);
        block.types[0] = 0;
        byte[] raw = ChunkCodecTest.encode(block);
        ChunkSummary summary = summary(1).toBuilder().setSha256(sha256(raw)).build();
        put(1, Zstd.compress(raw), summary);
        assertRefused("chunk 1: event type 0 is unknown");
    }

    @Test
    void aGapIsRefused() throws Exception {
        put(1, chunk(1), summary(1));
        put(101, chunk(101), summary(101));
        assertRefused("a chunk begins at event 101 instead of 51");
    }

    @Test
    void aShortChunkInTheMiddleIsRefused() throws Exception {
        put(1, chunk(1), summary(1).toBuilder().setEvents(20).build());
        put(51, chunk(51), summary(51));
        assertRefused("chunk 1 is not full but not the last one");
    }

    @Test
    void timeThatRunsBackwardsBetweenChunksIsRefused() throws Exception {
        put(1, chunk(1), summary(1));
        put(51, chunk(51), summary(51).toBuilder().setFirstTimeNs(0).build());
        assertRefused("the summary of chunk 51 is out of range");
    }

    @Test
    void aSummaryThatIsNoMessageIsRefused() throws Exception {
        store.putChunk(1, direct(chunk(1)), new byte[] {-1, -1, -1});
        assertRefused("the summary of chunk 1 is unreadable");
    }

    @Test
    void anEndMarkerThatDisagreesIsAProblem() throws Exception {
        put(1, chunk(1), summary(1));
        store.putEnd(RunEnd.newBuilder().setEvents(51).setDigest("00").build().toByteArray());
        store.close();
        try (JournalReader reader = JournalReader.open(directory)) {
            assertThat(reader.verify().problems())
                    .hasSize(2)
                    .contains("the end marker counts 51 events, the chunks hold 50");
        }
    }

    @Test
    void verifyListsEveryDamagedChunk() throws Exception {
        put(1, new byte[10], summary(1));
        put(51, chunk(51), summary(51));
        put(101, chunk(51), summary(101));
        store.close();
        try (JournalReader reader = JournalReader.open(directory)) {
            VerifyReport report = reader.verify();
            assertThat(report.problems()).hasSize(2);
            assertThat(List.of(report.events(), report.chunks())).containsExactly(50L, 1L);
            assertThat(report.isSound()).isFalse();
        }
    }

    private void assertRefused(String problem) {
        store.close();
        try (JournalReader reader = JournalReader.open(directory)) {
            assertThat(catchThrowableOfType(JournalException.class, () -> TestRuns.read(reader))
                            .getMessage())
                    .startsWith("journal is damaged: " + problem)
                    .endsWith(" (" + JournalFiles.directory(directory) + ")");
            assertThat(reader.verify().problems())
                    .anySatisfy(line -> assertThat(line).contains(problem));
        }
    }

    private void put(long firstSeq, byte[] chunk, ChunkSummary summary) throws Exception {
        store.putChunk(firstSeq, direct(chunk), summary.toByteArray());
    }

    private static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    private static byte[] chunk(long firstSeq) {
        return Zstd.compress(raw(firstSeq));
    }

    private static byte[] raw(long firstSeq) {
        return ChunkCodecTest.encode(block(firstSeq));
    }

    private static ChunkSummary summary(long firstSeq) {
        EventBlock block = block(firstSeq);
        TypeGroups groups = new TypeGroups(block.count);
        groups.group(block.types, block.count);
        return new ChunkSummarizer(EventSchema.current().tables())
                .summarize(block, groups, sha256(raw(firstSeq)).toByteArray());
    }

    private static ByteString sha256(byte[] raw) {
        return ByteString.copyFrom(new RunDigest().ofChunk(raw, raw.length));
    }

    private static EventBlock block(long firstSeq) {
        int from = (int) firstSeq - 1;
        return ChunkCodecTest.block(
                TestRuns.events(from + EVENTS_PER_CHUNK).subList(from, from + EVENTS_PER_CHUNK), firstSeq);
    }
}
