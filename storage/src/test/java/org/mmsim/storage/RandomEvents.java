package org.mmsim.storage;

import java.util.List;
import java.util.SplittableRandom;

/** Events of all types with values from the usual to the extreme, as a function of a seed. */
final class RandomEvents {

    private static final long[] EXTREMES = {
        0, 1, -1, 127, 128, 255, 256, 8191, 8192, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE
    };

    private final SplittableRandom random;
    private final List<EventType> types = EventSchema.current().types();
    private long seq;
    private long timeNs;

    RandomEvents(long seed) {
        random = new SplittableRandom(seed);
    }

    RecordedEvent next() {
        EventType type = types.get(random.nextInt(types.size()));
        timeNs += random.nextInt(100) == 0 ? random.nextLong(1L << 40) : random.nextInt(3000);
        long cause = seq == 0 || random.nextInt(10) == 0 ? 0 : random.nextLong(Math.max(1, seq - 200), seq + 1);
        int actor = random.nextInt(20) == 0 ? random.nextInt() : random.nextInt(1024);
        seq++;
        long[] fields = new long[EventSchema.MAX_FIELDS];
        for (int i = 0; i < type.fields().size(); i++) {
            fields[i] = type.fields().get(i).isEnum() ? (int) value() : value();
        }
        return new RecordedEvent(seq, type.number(), timeNs, actor, cause, fields);
    }

    private long value() {
        return switch (random.nextInt(4)) {
            case 0 -> EXTREMES[random.nextInt(EXTREMES.length)];
            case 1 -> random.nextLong();
            case 2 -> random.nextLong(1 << 20) << 12;
            default -> random.nextInt(200);
        };
    }
}
