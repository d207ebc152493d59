package org.mmsim.engine.memory;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.snapshot.StateInput;
import org.mmsim.engine.snapshot.StateOutput;

/** The folios of order 1 and more, by first frame. Room for them is made in blocks of frames when one is needed. */
final class LargeFolios {
    private static final int BLOCK_SHIFT = 12;
    private static final int BLOCK_FRAMES = 1 << BLOCK_SHIFT;
    private static final long BLOCK_BYTES = 4L << BLOCK_SHIFT;

    private final @Nullable LargeFolio[][] blocks;
    private int size;

    LargeFolios(long frames) {
        blocks = new LargeFolio[Math.toIntExact((frames >>> BLOCK_SHIFT) + 1)][];
    }

    private static int slot(long frame) {
        return (int) frame & BLOCK_FRAMES - 1;
    }

    LargeFolio get(long frame) {
        LargeFolio[] block = blocks[(int) (frame >>> BLOCK_SHIFT)];
        return Objects.requireNonNull(block == null ? null : block[slot(frame)], "not a large folio");
    }

    /** Puts a folio where there is none. */
    void add(long frame, LargeFolio folio) {
        int index = (int) (frame >>> BLOCK_SHIFT);
        if (blocks[index] == null) {
            blocks[index] = new LargeFolio[BLOCK_FRAMES];
        }
        blocks[index][slot(frame)] = folio;
        size++;
    }

    LargeFolio remove(long frame) {
        LargeFolio folio = get(frame);
        blocks[(int) (frame >>> BLOCK_SHIFT)][slot(frame)] = null;
        size--;
        return folio;
    }

    void save(StateOutput out) {
        out.unsigned(size);
        for (int b = 0; b < blocks.length; b++) {
            LargeFolio[] block = blocks[b];
            for (int s = 0; block != null && s < BLOCK_FRAMES; s++) {
                if (block[s] != null) {
                    out.unsigned(((long) b << BLOCK_SHIFT) + s);
                    block[s].save(out);
                }
            }
        }
    }

    /** Reads one folio of those that {@link #save} wrote, behind its frame. */
    void restore(long frame, StateInput in) {
        if (blocks[(int) (frame >>> BLOCK_SHIFT)] == null) {
            in.room(BLOCK_BYTES);
        }
        LargeFolio folio = new LargeFolio();
        add(frame, folio);
        folio.restore(in);
    }
}
