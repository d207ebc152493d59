package org.mmsim.engine.memory;

import org.mmsim.engine.snapshot.StateInput;
import org.mmsim.engine.snapshot.StateOutput;

/**
 * What the kernel keeps in struct page of a folio's first frame. Room for it is made in blocks of
 * frames when one of them is first used.
 */
public final class Folios {
    private static final int BLOCK_SHIFT = 12;
    private static final int FREE = -1;

    private static final long BLOCK_BYTES = 13L << BLOCK_SHIFT;

    private final long frames;
    private final Block[] blocks;

    private static final class Block {
        final byte[] order = new byte[1 << BLOCK_SHIFT];
        final int[] refs = new int[1 << BLOCK_SHIFT];
        final int[] mapcount = new int[1 << BLOCK_SHIFT];
        final int[] translations = new int[1 << BLOCK_SHIFT];

        Block() {
            java.util.Arrays.fill(order, (byte) FREE);
        }
    }

    public Folios(long frames) {
        this.frames = frames;
        blocks = new Block[Math.toIntExact((frames >>> BLOCK_SHIFT) + 1)];
    }

    private Block block(long frame) {
        int index = (int) (frame >>> BLOCK_SHIFT);
        Block block = blocks[index];
        if (block == null) {
            block = new Block();
            blocks[index] = block;
        }
        return block;
    }

    private static int slot(long frame) {
        return (int) frame & (1 << BLOCK_SHIFT) - 1;
    }

    /** Whether the frame is the first of an allocated folio. */
    public boolean allocated(long frame) {
        Block block = blocks[(int) (frame >>> BLOCK_SHIFT)];
        return block != null && block.order[slot(frame)] != FREE;
    }

    public int order(long frame) {
        return block(frame).order[slot(frame)];
    }

    public int refs(long frame) {
        return block(frame).refs[slot(frame)];
    }

    public int mapcount(long frame) {
        return block(frame).mapcount[slot(frame)];
    }

    /** Number of TLB entries, over all CPUs, that translate to the frame, or to a huge page that begins with it. */
    public int translations(long frame) {
        return block(frame).translations[slot(frame)];
    }

    /** A new folio has one reference, which is the allocator's caller's. */
    public void allocate(long frame, int order) {
        Block block = block(frame);
        int slot = slot(frame);
        block.order[slot] = (byte) order;
        block.refs[slot] = 1;
        block.mapcount[slot] = 0;
    }

    public void free(long frame) {
        block(frame).order[slot(frame)] = FREE;
    }

    public void addRefs(long frame, int delta) {
        block(frame).refs[slot(frame)] += delta;
    }

    public void addMapcount(long frame, int delta) {
        block(frame).mapcount[slot(frame)] += delta;
    }

    public void addTranslations(long frame, int delta) {
        block(frame).translations[slot(frame)] += delta;
    }

    /** First frame of the allocated folio that {@code frame} is part of, or −1. */
    public long head(long frame, int maxOrder) {
        for (int order = 0; order <= maxOrder; order++) {
            long candidate = frame & -1L << order;
            if (allocated(candidate) && order(candidate) >= order && frame < candidate + (1L << order(candidate))) {
                return candidate;
            }
        }
        return -1;
    }

    /** Calls the visitor for every allocated folio, in order of frames. */
    public void forEach(FolioVisitor visitor) {
        for (int b = 0; b < blocks.length; b++) {
            Block block = blocks[b];
            for (int s = 0; block != null && s < block.order.length; s++) {
                if (block.order[s] != FREE) {
                    visitor.folio(((long) b << BLOCK_SHIFT) + s, block.order[s], block.refs[s], block.mapcount[s]);
                }
            }
        }
    }

    /** Takes one folio. */
    @FunctionalInterface
    public interface FolioVisitor {
        void folio(long frame, int order, int refs, int mapcount);
    }

    /** Writes every frame that is a folio's first, or that TLB entries or counters still speak of. */
    public void save(StateOutput out) {
        long last = -1;
        for (int b = 0; b < blocks.length; b++) {
            Block block = blocks[b];
            for (int s = 0; block != null && s < block.order.length; s++) {
                if (block.order[s] != FREE || (block.refs[s] | block.mapcount[s] | block.translations[s]) != 0) {
                    long frame = ((long) b << BLOCK_SHIFT) + s;
                    out.unsigned(frame - last);
                    out.unsigned(block.order[s] - FREE);
                    out.signed(block.refs[s]);
                    out.signed(block.mapcount[s]);
                    out.signed(block.translations[s]);
                    last = frame;
                }
            }
        }
        out.unsigned(0);
    }

    /** Fills an empty object with what {@link #save} wrote. */
    public void restore(StateInput in, int maxOrder) {
        long last = -1;
        for (long distance = in.unsigned(); distance != 0; distance = in.unsigned()) {
            if (distance < 0 || distance >= frames - last) {
                throw in.damaged("a folio lies beyond the memory");
            }
            last += distance;
            if (blocks[(int) (last >>> BLOCK_SHIFT)] == null) {
                in.room(BLOCK_BYTES);
            }
            Block block = block(last);
            int slot = slot(last);
            block.order[slot] = (byte) (in.upTo(maxOrder - FREE, "order of a folio") + FREE);
            block.refs[slot] = in.signedInt("reference count");
            block.mapcount[slot] = in.signedInt("mapcount");
            block.translations[slot] = in.signedInt("number of translations");
        }
    }
}
