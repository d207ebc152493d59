package org.mmsim.engine.check;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What every page of an address space has to hold, by page number. Pages that were never written hold 0. */
final class ShadowMemory {
    /** Nothing is known of the page until it is read. */
    static final int ANY = -1;

    private static final int CHUNK_SHIFT = 9;
    private static final int CHUNK_PAGES = 1 << CHUNK_SHIFT;

    private final TreeMap<Long, Chunk> chunks = new TreeMap<>();

    /** Pages that often hold the same: one number until they differ. */
    private static final class Chunk {
        int all;
        int @Nullable [] each;

        int get(int slot) {
            return each == null ? all : each[slot];
        }

        void set(int slot, int count, int content) {
            if (count == CHUNK_PAGES) {
                each = null;
                all = content;
                return;
            }
            if (each == null) {
                if (all == content) {
                    return;
                }
                each = new int[CHUNK_PAGES];
                Arrays.fill(each, all);
            }
            Arrays.fill(each, slot, slot + count, content);
        }
    }

    int get(long page) {
        Chunk chunk = chunks.get(page >>> CHUNK_SHIFT);
        return chunk == null ? 0 : chunk.get(slot(page));
    }

    void set(long page, int content) {
        set(page, page + 1, content);
    }

    /** Pages from {@code from} (inclusive) to {@code to} (exclusive). */
    void set(long from, long to, int content) {
        if (content == 0) {
            clear(from, to);
            return;
        }
        for (long page = from; page < to; ) {
            int count = inChunk(page, to);
            chunks.computeIfAbsent(page >>> CHUNK_SHIFT, k -> new Chunk()).set(slot(page), count, content);
            page += count;
        }
    }

    /** Only chunks that are there need it, so that a large range costs nothing. */
    private void clear(long from, long to) {
        if (from >= to) {
            return;
        }
        var touched = chunks.subMap(from >>> CHUNK_SHIFT, true, to - 1 >>> CHUNK_SHIFT, true);
        touched.entrySet().removeIf(entry -> {
            long first = Math.max(from, entry.getKey() << CHUNK_SHIFT);
            int count = inChunk(first, to);
            entry.getValue().set(slot(first), count, 0);
            return count == CHUNK_PAGES;
        });
    }

    /** Takes over what another address space's pages of a range hold. */
    void copy(ShadowMemory other, long from, long to) {
        clear(from, to);
        if (from >= to) {
            return;
        }
        for (Map.Entry<Long, Chunk> entry : other.chunks
                .subMap(from >>> CHUNK_SHIFT, true, to - 1 >>> CHUNK_SHIFT, true)
                .entrySet()) {
            Chunk chunk = entry.getValue();
            long first = Math.max(from, entry.getKey() << CHUNK_SHIFT);
            int count = inChunk(first, to);
            if (chunk.each == null) {
                set(first, first + count, chunk.all);
                continue;
            }
            for (long page = first; page < first + count; page++) {
                if (chunk.get(slot(page)) != 0) {
                    set(page, chunk.get(slot(page)));
                }
            }
        }
    }

    private static int slot(long page) {
        return (int) page & CHUNK_PAGES - 1;
    }

    private static int inChunk(long page, long to) {
        return (int) Math.min(to - page, CHUNK_PAGES - slot(page));
    }
}
