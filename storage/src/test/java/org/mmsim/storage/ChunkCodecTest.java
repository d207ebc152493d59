package org.mmsim.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChunkCodecTest {

    private static final SchemaTables TABLES = EventSchema.current().tables();

    @Test
    void everyPrefixOfAChunkIsRefused() {
        byte[] chunk = encode(block(TestRuns.events(100), 1));
        ChunkDecoder decoder = new ChunkDecoder(100, TABLES);
        EventBlock into = new EventBlock(100);
        for (int length = 0; length < chunk.length; length++) {
            byte[] prefix = Arrays.copyOf(chunk, length);
            assertThatThrownBy(() -> decoder.decode(prefix, prefix.length, into))
                    .isInstanceOf(MalformedDataException.class);
        }
    }

    @Test
    void aByteTooManyIsRefused() {
        byte[] chunk = encode(block(TestRuns.events(100), 1));
        byte[] longer = Arrays.copyOf(chunk, chunk.length + 1);
        assertThatThrownBy(() -> new ChunkDecoder(100, TABLES).decode(longer, longer.length, new EventBlock(100)))
                .isInstanceOf(MalformedDataException.class);
    }

    @Test
    void aNumberOutOfItsRangeOrNotInItsShortestFormIsRefused() {
        // Sequence number, number of events, time, type, actor, kind of cause, cause, field.
        assertThat(problemOf(1, 1, 0, 41, 0, 0, 0, 0)).isEmpty();
        assertThat(problemOf(0x81, 0, 1, 0, 41, 0, 0, 0, 0)).contains("a number is not in its shortest form");
        assertThat(problemOf(1, 1, 0x80, 0x80, 0, 41, 0, 0, 0, 0)).contains("a number is not in its shortest form");
        assertThat(problemOf(0, 1, 0, 41, 0, 0, 0, 0)).contains("first event is out of range");
        assertThat(problemOf(1, 0, 0, 41, 0, 0, 0, 0)).contains("number of events is out of range");
        assertThat(problemOf(1, 3, 0, 41, 41, 41, 0, 0, 0)).contains("number of events is out of range");
        assertThat(problemOf(1, 1, 0, 81, 0, 0, 0, 0)).contains("event type 81 is unknown");
        assertThat(problemOf(1, 1, 0, 41, 0xFE, 0xFF, 0xFF, 0xFF, 0x1F, 0, 0, 0))
                .contains("actor is out of range");
        assertThat(problemOf(1, 1, 0, 41, 0, 2, 0, 0)).contains("cause encoding is out of range");
        assertThat(problemOf(1, 1, 0, 41, 0, 0, 1, 0)).contains("cause is out of range");
        assertThat(problemOf(1, 1, 0, 41, 0, 1, 0, 0)).contains("cause is out of range");
        assertThat(problemOf(1, 1, 0, 30, 0, 0, 0, 0x80, 0x80, 0x80, 0x80, 0x10))
                .contains("enum value is out of range");
        int[] times = {1, 2, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x40, 41, 41};
        assertThat(problemOf(IntStream.concat(
                                Arrays.stream(times),
                                IntStream.of(times).skip(2).limit(9))
                        .toArray()))
                .contains("time overflows");
    }

    private static Optional<String> problemOf(int... bytes) {
        byte[] chunk = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            chunk[i] = (byte) bytes[i];
        }
        try {
            new ChunkDecoder(2, TABLES).decode(chunk, chunk.length, new EventBlock(2));
            return Optional.empty();
        } catch (MalformedDataException e) {
            return Optional.of(e.getMessage());
        }
    }

    @Test
    void aChunkThatStartsLateInTheRunKeepsItsNumbers() throws Exception {
        long firstSeq = 1L << 40;
        List<RecordedEvent> events = TestRuns.events(50);
        EventBlock block = block(events, firstSeq);
        for (int i = 0; i < block.count; i++) {
            block.causes[i] = i % 3 == 0 ? 0 : i % 3 == 1 ? 1 : firstSeq + i - 1;
        }
        byte[] chunk = encode(block);
        EventBlock read = new EventBlock(50);
        new ChunkDecoder(50, TABLES).decode(chunk, chunk.length, read);
        assertThat(read.firstSeq).isEqualTo(firstSeq);
        assertThat(EventBlock.mismatch(block, read, 50, TABLES.fieldCounts())).isEqualTo(-1);
    }

    @Test
    void theLayoutIsTheOneOfTheSchemaVersion() {
        // A changed layout or schema makes old journals unreadable: raise EventSchema.VERSION, then change this digest.
        assertThat(EventSchema.VERSION).isEqualTo(1);
        assertThat(TestRuns.digest(fixedEvents(), 64))
                .isEqualTo("29f4841a02db0d22949d0b3c7e5d77d5d1d63cfa99aeabd8748a7cf2fc140c57");
    }

    /** Values that do not depend on events.proto beyond the numbers of a few types. */
    private static List<RecordedEvent> fixedEvents() {
        List<RecordedEvent> events = new ArrayList<>();
        int[] types = {40, 41, 42, 43, 44, 68, 95};
        for (int i = 0; i < 1000; i++) {
            long seq = i + 1L;
            int type = types[i % types.length];
            events.add(new RecordedEvent(
                    seq,
                    type,
                    i * 13L + i % 5,
                    i % 40 * 8,
                    Math.max(0, seq - 1 - i % 9),
                    i % 128,
                    i % 30,
                    i % 2,
                    i * 4096L));
        }
        return events;
    }

    static EventBlock block(List<RecordedEvent> events, long firstSeq) {
        EventBlock block = new EventBlock(events.size());
        block.firstSeq = firstSeq;
        block.count = events.size();
        for (int i = 0; i < events.size(); i++) {
            RecordedEvent event = events.get(i);
            block.types[i] = (byte) event.type();
            block.times[i] = event.timeNs();
            block.actors[i] = event.actor();
            block.causes[i] = event.cause();
            for (int f = 0; f < EventSchema.MAX_FIELDS; f++) {
                block.fields[i * EventBlock.STRIDE + f] = event.fields().get(f);
            }
        }
        return block;
    }

    static byte[] encode(EventBlock block) {
        TypeGroups groups = new TypeGroups(block.count);
        groups.group(block.types, block.count);
        ChunkEncoder encoder = new ChunkEncoder(block.count, TABLES);
        return Arrays.copyOf(encoder.bytes(), encoder.encode(block, groups));
    }
}
