package org.mmsim.engine.memory;

/**
 * What the kernel keeps in struct page of a folio's first frame. Room for it is made in blocks of
 * frames when one of them is first used.
 */
public final class Folios {
    private static final int BLOCK_SHIFT = 12;
    private static final int FREE = -1;

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
}
