package org.mmsim.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.mmsim.engine.Property;

class TableFramesTest {
    private static final long FRAME_BYTES = 4096;

    private record Table(long address, long bytes) {}

    @Test
    void tablesFillTheLowestFrameOfTheirSizeThatHasRoom() {
        Property.holds(200, random -> {
            TableFrames frames = new TableFrames(FRAME_BYTES);
            TreeSet<Long> used = new TreeSet<>();
            List<Table> tables = new ArrayList<>();
            long nextFrame = 7;
            for (int step = 0; step < 300; step++) {
                long bytes = 256L << random.nextInt(3) * 2;
                if (tables.isEmpty() || random.nextInt(5) < 3) {
                    long address = frames.find(bytes);
                    assertThat(address).isEqualTo(lowestRoom(tables, bytes, used));
                    if (address < 0) {
                        address = FRAME_BYTES * nextFrame++;
                    }
                    frames.take(address, bytes);
                    tables.add(new Table(address, bytes));
                    used.add(address);
                } else {
                    Table back = tables.remove(random.nextInt(tables.size()));
                    frames.give(back.address, back.bytes);
                    used.remove(back.address);
                    boolean holds = tables.stream().anyMatch(t -> frame(t) == frame(back) && t.bytes == back.bytes);
                    assertThat(frames.holds(frame(back), back.bytes)).isEqualTo(holds);
                }
            }
        });
    }

    private static long frame(Table table) {
        return table.address / FRAME_BYTES;
    }

    /** A frame belongs to one size as long as it holds a table. */
    private static long lowestRoom(List<Table> tables, long bytes, TreeSet<Long> used) {
        TreeSet<Long> frames = new TreeSet<>();
        tables.stream().filter(t -> t.bytes == bytes).forEach(t -> frames.add(frame(t)));
        for (long frame : frames) {
            for (long address = frame * FRAME_BYTES; address < (frame + 1) * FRAME_BYTES; address += bytes) {
                if (!used.contains(address)) {
                    return address;
                }
            }
        }
        return -1;
    }

    @Test
    void aTableLargerThanAFrameSharesWithNobody() {
        TableFrames frames = new TableFrames(FRAME_BYTES);
        frames.take(16 * FRAME_BYTES, 16 * FRAME_BYTES);

        assertThat(frames.find(16 * FRAME_BYTES)).isEqualTo(-1);
        assertThat(frames.holds(16, 16 * FRAME_BYTES)).isTrue();

        frames.give(16 * FRAME_BYTES, 16 * FRAME_BYTES);
        assertThat(frames.holds(16, 16 * FRAME_BYTES)).isFalse();
    }
}
