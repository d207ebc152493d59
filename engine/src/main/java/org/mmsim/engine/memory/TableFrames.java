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
    /** By table size. */
    private final Map<Long, Shared> sharedBySize = new TreeMap<>();

    /** The frames that serve tables of one size. */
    private static final class Shared {
        /** Used fragments by frame. */
        final Map<Long, BitSet> used = new TreeMap<>();
        /** Frames with room. */
        final TreeSet<Long> roomy = new TreeSet<>();

        BitSet fragments(long frame) {
            return Objects.requireNonNull(used.get(frame), "the frame holds no tables of this size");
        }
    }

    public TableFrames(long frameBytes) {
        this.frameBytes = frameBytes;
    }

    private Shared shared(long bytes) {
        return sharedBySize.computeIfAbsent(bytes, b -> new Shared());
    }

    /** Address of the free fragment that a table of {@code bytes} would get, or −1 if that takes a new frame. */
    public long find(long bytes) {
        Shared shared = shared(bytes);
        if (shared.roomy.isEmpty()) {
            return -1;
        }
        long frame = shared.roomy.first();
        return frame * frameBytes + shared.fragments(frame).nextClearBit(0) * bytes;
    }

    public void take(long address, long bytes) {
        Shared shared = shared(bytes);
        long frame = address / frameBytes;
        BitSet fragments = shared.used.computeIfAbsent(frame, f -> new BitSet());
        fragments.set((int) (address % frameBytes / bytes));
        if (fragments.cardinality() * bytes < frameBytes) {
            shared.roomy.add(frame);
        } else {
            shared.roomy.remove(frame);
        }
    }

    public void give(long address, long bytes) {
        Shared shared = shared(bytes);
        long frame = address / frameBytes;
        BitSet fragments = shared.fragments(frame);
        fragments.clear((int) (address % frameBytes / bytes));
        if (fragments.isEmpty()) {
            shared.used.remove(frame);
            shared.roomy.remove(frame);
        } else {
            shared.roomy.add(frame);
        }
    }

    /** Whether a frame holds tables. */
    public boolean holds(long frame, long bytes) {
        return shared(bytes).used.containsKey(frame);
    }
}
