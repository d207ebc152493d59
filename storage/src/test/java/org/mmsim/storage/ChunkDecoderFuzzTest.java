package org.mmsim.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Feeds the decoder bytes that nobody encoded. {@code -Dmmsim.fuzz.iterations} sets how many. */
class ChunkDecoderFuzzTest {

    private static final int ITERATIONS = Integer.getInteger("mmsim.fuzz.iterations", 20_000);
    private static final int CAPACITY = 200;

    private final SchemaTables tables = EventSchema.current().tables();
    private final ChunkDecoder decoder = new ChunkDecoder(CAPACITY, tables);
    private final EventBlock decoded = new EventBlock(CAPACITY);
    private final EventBlock decodedAgain = new EventBlock(CAPACITY);
    private int accepted;

    @Test
    void mutatedChunksAreRefusedOrMeanEvents() throws Exception {
        byte[] chunk = ChunkCodecTest.encode(ChunkCodecTest.block(TestRuns.events(CAPACITY), 1));
        for (int seed = 0; seed < ITERATIONS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] mutated =
                    Arrays.copyOf(chunk, random.nextInt(10) == 0 ? random.nextInt(chunk.length) : chunk.length);
            for (int i = random.nextInt(1, 4); i > 0 && mutated.length > 0; i--) {
                int at = random.nextInt(random.nextBoolean() ? Math.min(300, mutated.length) : mutated.length);
                mutated[at] = (byte) (random.nextBoolean() ? mutated[at] ^ 1 << random.nextInt(8) : random.nextInt());
            }
            decode(mutated, "seed " + seed);
        }
        assertThat(accepted).as("mutations that still are chunks").isBetween(1, ITERATIONS - 1);
    }

    @Test
    void randomBytesAreRefusedOrMeanEvents() throws Exception {
        for (int seed = 0; seed < ITERATIONS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] bytes = new byte[random.nextInt(400)];
            random.nextBytes(bytes);
            if (bytes.length > 3 && random.nextBoolean()) {
                // A plausible start lets some get past the first checks.
                bytes[0] = (byte) random.nextInt(1, 128);
                bytes[1] = (byte) random.nextInt(1, 6);
                bytes[2] = (byte) random.nextInt(128);
                for (int i = 3; i < Math.min(bytes.length, 3 + bytes[1]); i++) {
                    bytes[i] = (byte) random.nextInt(40, 45);
                }
            }
            decode(bytes, "seed " + seed);
        }
    }

    private void decode(byte[] bytes, String seed) throws Exception {
        try {
            decoder.decode(bytes, bytes.length, decoded);
        } catch (MalformedDataException e) {
            assertThat(e.getMessage()).as(seed).isNotBlank();
            return;
        }
        accepted++;
        byte[] encoded = ChunkCodecTest.encode(decoded);
        decoder.decode(encoded, encoded.length, decodedAgain);
        assertThat(decodedAgain.count).as(seed).isEqualTo(decoded.count);
        assertThat(EventBlock.mismatch(decoded, decodedAgain, decoded.count, tables.fieldCounts()))
                .as(seed)
                .isEqualTo(-1);
    }
}
