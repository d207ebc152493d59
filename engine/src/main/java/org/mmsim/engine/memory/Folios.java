package org.mmsim.engine.memory;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.snapshot.StateInput;
import org.mmsim.engine.snapshot.StateOutput;

/**
 * struct page and struct folio of the whole memory, 16 bytes a frame. Room for them is made in blocks of
 * frames when one of them is first used. Changed only by the facts of {@code Machine.apply}.
 */
public final class Folios {
    private static final int BLOCK_SHIFT = 12;
    private static final int BLOCK_FRAMES = 1 << BLOCK_SHIFT;
    private static final long BLOCK_BYTES = 14L << BLOCK_SHIFT;

    /** Bits of a frame's state: its folio's order, and flags of {@link PageFlags} in the first frame. */
    private static final int ORDER_MASK = 31;

    private static final int ALLOCATED = 1 << 5;
    private static final int TAIL = 1 << 6;
    private static final int EXCLUSIVE = 1 << 7;

    private final long frames;
    private final Block[] blocks;
    private final LargeFolios large;
    /** Locked mappings as the unevictable list counts them, by first frame; looked up only. */
    private final Map<Long, Integer> mlocks = new LinkedHashMap<>();

    private static final class Block {
        final int[] state = new int[BLOCK_FRAMES];
        final int[] refs = new int[BLOCK_FRAMES];
        /** Counts from 0, where the kernel's counts from −1. */
        final int[] mapcount = new int[BLOCK_FRAMES];
        /** What the page holds, as one number. */
        final short[] content = new short[BLOCK_FRAMES];
    }

    public Folios(long frames) {
        this.frames = frames;
        blocks = new Block[Math.toIntExact((frames >>> BLOCK_SHIFT) + 1)];
        large = new LargeFolios(frames);
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
        return (int) frame & BLOCK_FRAMES - 1;
    }

    private int state(long frame) {
        Block block = blocks[(int) (frame >>> BLOCK_SHIFT)];
        return block == null ? 0 : block.state[slot(frame)];
    }

    /** Whether the frame is the first of an allocated folio. */
    public boolean allocated(long frame) {
        return (state(frame) & (ALLOCATED | TAIL)) == ALLOCATED;
    }

    /** First frame of the allocated folio that {@code frame} is part of, or −1. */
    public long head(long frame) {
        int state = state(frame);
        return (state & ALLOCATED) == 0 ? -1 : frame & -1L << (state & ORDER_MASK);
    }

    /** Order of the folio that a frame is part of. */
    public int order(long frame) {
        return state(frame) & ORDER_MASK;
    }

    /** Flags of {@link PageFlags}. */
    public int flags(long folio) {
        return state(folio) & PageFlags.ALL;
    }

    public boolean has(long folio, int flag) {
        return (state(folio) & flag) != 0;
    }

    public int refs(long folio) {
        return block(folio).refs[slot(folio)];
    }

    /** PTE entries that map this page (_mapcount). */
    public int pageMapcount(long frame) {
        return block(frame).mapcount[slot(frame)];
    }

    /** Mappings of any page of the folio (folio_mapcount). */
    public int mapcount(long folio) {
        return order(folio) == 0 ? pageMapcount(folio) : large(folio).largeMapcount;
    }

    /** PG_anon_exclusive of a page. */
    public boolean exclusive(long frame) {
        return (state(frame) & EXCLUSIVE) != 0;
    }

    public int content(long frame) {
        return block(frame).content[slot(frame)];
    }

    /** The counts of a folio of order 1 and more. */
    public LargeFolio large(long folio) {
        return large.get(folio);
    }

    private @Nullable LargeFolio largeOrNull(long folio) {
        return order(folio) == 0 ? null : large.get(folio);
    }

    /** A new folio has one reference, which is the allocator's caller's. */
    public void allocate(long frame, int order) {
        compound(frame, order, ALLOCATED);
        for (long at = frame; at < frame + (1L << order); at++) {
            block(at).mapcount[slot(at)] = 0;
        }
        block(frame).refs[slot(frame)] = 1;
        if (order > 0) {
            large.add(frame, new LargeFolio());
        }
    }

    /** Marks 2^order frames as one folio. A folio is aligned to its size, so that its frames share blocks. */
    private void compound(long frame, int order, int headState) {
        long end = frame + (1L << order);
        for (long at = frame; at < end; at++) {
            block(at).state[slot(at)] = at == frame ? headState | order : ALLOCATED | TAIL | order;
        }
    }

    public void free(long folio) {
        int order = order(folio);
        for (long at = folio; at < folio + (1L << order); at++) {
            block(at).state[slot(at)] = 0;
        }
        if (order > 0) {
            large.remove(folio);
        }
        mlocks.remove(folio);
    }

    public void addRefs(long folio, int delta) {
        block(folio).refs[slot(folio)] += delta;
    }

    /** Locked mappings of a folio on the unevictable list, or fewer (folio->mlock_count). */
    public int mlocks(long folio) {
        return mlocks.getOrDefault(folio, 0);
    }

    public void addMlocks(long folio, int delta) {
        mlocks.merge(folio, delta, (a, b) -> a + b == 0 ? null : a + b);
    }

    public void addPins(long folio, int delta) {
        large(folio).pincount += delta;
    }

    public void index(long folio, long index, int anonVma) {
        LargeFolio at = large(folio);
        at.index = index;
        at.anonVma = anonVma;
    }

    public void setFlags(long folio, int flags) {
        block(folio).state[slot(folio)] |= flags & PageFlags.ALL;
    }

    public void clearFlags(long folio, int flags) {
        block(folio).state[slot(folio)] &= ~(flags & PageFlags.ALL);
    }

    public void setExclusive(long frame, long pages, boolean exclusive) {
        for (long at = frame; at < frame + pages; at++) {
            Block block = block(at);
            if (exclusive) {
                block.state[slot(at)] |= EXCLUSIVE;
            } else {
                block.state[slot(at)] &= ~EXCLUSIVE;
            }
        }
    }

    public void write(long frame, long pages, int content) {
        for (long at = frame; at < frame + pages; at++) {
            block(at).content[slot(at)] = (short) content;
        }
    }

    public void copy(long from, long to, long pages) {
        for (long i = 0; i < pages; i++) {
            block(to + i).content[slot(to + i)] = block(from + i).content[slot(from + i)];
        }
    }

    /** __folio_add_rmap and __folio_dup_anon_rmap for {@code pages} PTE entries of one address space. */
    public void mapPtes(long frame, long pages, int mm) {
        long folio = head(frame);
        LargeFolio counts = largeOrNull(folio);
        for (long at = frame; at < frame + pages; at++) {
            Block block = block(at);
            if (block.mapcount[slot(at)]++ == 0 && counts != null) {
                counts.nrPagesMapped++;
            }
        }
        if (counts != null) {
            counts.owners.add(mm, (int) pages, counts.largeMapcount);
            counts.largeMapcount += (int) pages;
        }
    }

    /** __folio_remove_rmap for {@code pages} PTE entries of one address space. */
    public void unmapPtes(long frame, long pages, int mm) {
        long folio = head(frame);
        LargeFolio counts = largeOrNull(folio);
        for (long at = frame; at < frame + pages; at++) {
            Block block = block(at);
            if (--block.mapcount[slot(at)] == 0 && counts != null) {
                counts.nrPagesMapped--;
            }
        }
        if (counts != null) {
            counts.largeMapcount -= (int) pages;
            counts.owners.remove(mm, (int) pages, counts.largeMapcount);
        }
    }

    /** The same for one PMD entry, added (1) or removed (−1). */
    public void mapPmd(long folio, int delta, int mm) {
        LargeFolio counts = large(folio);
        counts.entireMapcount += delta;
        if (delta > 0) {
            counts.owners.add(mm, 1, counts.largeMapcount);
            counts.largeMapcount++;
        } else {
            counts.largeMapcount--;
            counts.owners.remove(mm, 1, counts.largeMapcount);
        }
    }

    /**
     * __split_folio_to_order: the folio, which nothing maps at the moment, becomes folios of a smaller order with its
     * state. Whoever split it has a reference on each of them.
     */
    public void split(long folio, int newOrder) {
        int flags = flags(folio) & PageFlags.KEPT_OVER_SPLIT;
        long end = folio + (1L << order(folio));
        LargeFolio whole = large.remove(folio);
        for (long at = folio; at < end; at += 1L << newOrder) {
            compound(at, newOrder, ALLOCATED | flags);
            Block block = block(at);
            block.refs[slot(at)] = at == folio ? block.refs[slot(at)] : 1;
            if (newOrder > 0) {
                LargeFolio part = new LargeFolio();
                part.index = whole.index + (at - folio);
                part.anonVma = whole.anonVma;
                large.add(at, part);
            }
        }
    }

    /** Calls the visitor for every allocated folio, in order of frames. */
    public void forEach(FolioVisitor visitor) {
        for (int b = 0; b < blocks.length; b++) {
            Block block = blocks[b];
            for (int s = 0; block != null && s < BLOCK_FRAMES; s++) {
                if ((block.state[s] & (ALLOCATED | TAIL)) == ALLOCATED) {
                    visitor.folio(((long) b << BLOCK_SHIFT) + s);
                }
            }
        }
    }

    /** Takes one folio. */
    @FunctionalInterface
    public interface FolioVisitor {
        void folio(long frame);
    }

    /** Writes every frame that anything is known of. */
    public void save(StateOutput out) {
        long last = -1;
        for (int b = 0; b < blocks.length; b++) {
            Block block = blocks[b];
            for (int s = 0; block != null && s < BLOCK_FRAMES; s++) {
                if ((block.state[s] | block.refs[s] | block.mapcount[s] | block.content[s]) != 0) {
                    long frame = ((long) b << BLOCK_SHIFT) + s;
                    out.unsigned(frame - last);
                    out.unsigned(block.state[s]);
                    out.signed(block.refs[s]);
                    out.signed(block.mapcount[s]);
                    out.signed(block.content[s]);
                    last = frame;
                }
            }
        }
        out.unsigned(0);
        large.save(out);
        out.unsigned(mlocks.size());
        new TreeMap<>(mlocks).forEach((frame, count) -> {
            out.unsigned(frame);
            out.signed(count);
        });
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
            block.state[slot] = in.upTo(ORDER_MASK | ALLOCATED | TAIL | EXCLUSIVE | PageFlags.ALL, "state of a page");
            if ((block.state[slot] & ORDER_MASK) > maxOrder) {
                throw in.damaged("order of a folio is " + (block.state[slot] & ORDER_MASK));
            }
            block.refs[slot] = in.signedInt("reference count");
            block.mapcount[slot] = in.signedInt("mapcount");
            block.content[slot] = (short) in.signedInt("content of a page");
        }
        for (int left = in.count("large folios"); left > 0; left--) {
            large.restore(frame(in), in);
        }
        for (int left = in.count("mlocked folios"); left > 0; left--) {
            mlocks.put(frame(in), in.signedInt("mlock count"));
        }
    }

    private long frame(StateInput in) {
        long frame = in.unsigned();
        if (frame < 0 || frame >= frames) {
            throw in.damaged("a folio lies beyond the memory");
        }
        return frame;
    }
}
