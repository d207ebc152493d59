package org.mmsim.engine.memory;

import java.util.BitSet;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mmsim.engine.snapshot.StateInput;
import org.mmsim.engine.snapshot.StateOutput;

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

    /** Writes which fragments are used. */
    public void save(StateOutput out) {
        sharedBySize.forEach((bytes, shared) -> {
            if (!shared.used.isEmpty()) {
                out.unsigned(bytes);
                out.unsigned(shared.used.size());
                long last = -1;
                for (Map.Entry<Long, BitSet> frame : shared.used.entrySet()) {
                    out.unsigned(frame.getKey() - last);
                    long[] words = frame.getValue().toLongArray();
                    out.unsigned(words.length);
                    for (long word : words) {
                        out.unsigned(word);
                    }
                    last = frame.getKey();
                }
            }
        });
        out.unsigned(0);
    }

    /**
     * Fills an empty object with what {@link #save} wrote.
     *
     * @param frames number of frames of the memory
     */
    public void restore(StateInput in, long frames) {
        long last = 0;
        for (long bytes = in.unsigned(); bytes != 0; bytes = in.unsigned()) {
            if (Long.compareUnsigned(bytes, last) <= 0 || bytes < 0) {
                throw in.damaged("sizes of page tables are out of order");
            }
            restoreSize(in, bytes, frames);
            last = bytes;
        }
    }

    private void restoreSize(StateInput in, long bytes, long frames) {
        Shared shared = shared(bytes);
        int perFrame = (int) Math.max(1, Math.min(Integer.MAX_VALUE, frameBytes / bytes));
        long frame = -1;
        for (int left = in.count("frames of page tables"); left > 0; left--) {
            frame = in.next(frame, frames, "frames of page tables");
            long[] words = new long[in.upTo((perFrame + 63) / 64, "number of fragments")];
            for (int i = 0; i < words.length; i++) {
                words[i] = in.unsigned();
            }
            BitSet fragments = BitSet.valueOf(words);
            if (fragments.isEmpty() || fragments.length() > perFrame) {
                throw in.damaged("a frame of page tables has no such fragments");
            }
            shared.used.put(frame, fragments);
            if (fragments.cardinality() * bytes < frameBytes) {
                shared.roomy.add(frame);
            }
        }
    }
}
