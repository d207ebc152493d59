package org.mmsim.engine.memory;

import java.util.BitSet;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Page tables smaller than a frame share one (the fragments of arch/powerpc/mm/book3s64/pgtable.c):
 * a frame serves tables of one size and is free again when the last of them is.
 */
public final class TableFrames {
    private final long frameBytes;
    /** Per table size: frame → used fragments. */
    private final Map<Long, TreeMap<Long, BitSet>> used = new TreeMap<>();
    /** Per table size: frames with room. */
    private final Map<Long, TreeSet<Long>> roomy = new TreeMap<>();

    public TableFrames(long frameBytes) {
        this.frameBytes = frameBytes;
    }

    /** Address of the free fragment that a table of {@code bytes} would get, or −1 if that takes a new frame. */
    public long find(long bytes) {
        TreeSet<Long> frames = roomy.get(bytes);
        if (frames == null || frames.isEmpty()) {
            return -1;
        }
        long frame = frames.first();
        return frame * frameBytes + fragments(frame, bytes).nextClearBit(0) * bytes;
    }

    public void take(long address, long bytes) {
        long frame = address / frameBytes;
        BitSet fragments = used.computeIfAbsent(bytes, b -> new TreeMap<>()).computeIfAbsent(frame, f -> new BitSet());
        fragments.set((int) (address % frameBytes / bytes));
        TreeSet<Long> frames = roomy.computeIfAbsent(bytes, b -> new TreeSet<>());
        if (fragments.cardinality() * bytes < frameBytes) {
            frames.add(frame);
        } else {
            frames.remove(frame);
        }
    }

    public void give(long address, long bytes) {
        long frame = address / frameBytes;
        BitSet fragments = fragments(frame, bytes);
        TreeSet<Long> frames = Objects.requireNonNull(roomy.get(bytes));
        fragments.clear((int) (address % frameBytes / bytes));
        if (fragments.isEmpty()) {
            Objects.requireNonNull(used.get(bytes)).remove(frame);
            frames.remove(frame);
        } else {
            frames.add(frame);
        }
    }

    private BitSet fragments(long frame, long bytes) {
        return Objects.requireNonNull(Objects.requireNonNull(used.get(bytes)).get(frame));
    }

    /** Whether a frame holds tables. */
    public boolean holds(long frame, long bytes) {
        TreeMap<Long, BitSet> frames = used.get(bytes);
        return frames != null && frames.containsKey(frame);
    }
}
