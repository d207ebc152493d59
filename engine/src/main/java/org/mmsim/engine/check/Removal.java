package org.mmsim.engine.check;

import java.util.BitSet;
import java.util.function.LongConsumer;

/**
 * An operation under way that takes pages away from their process. Until it has returned, a page's other users may
 * find what was there before or zeros, and lose what they write. Once any such operation on a page has returned, what
 * was there before its beginning is gone for everybody, whoever else is still at it.
 */
final class Removal {
    /** Whose operation it is. */
    final int thread;

    private final int mm;
    private final long from;
    private final long to;
    /** Whether nothing is left on the pages in the end. */
    private final boolean empties;
    /** Pages, counted from the first, whose old content may still be met. */
    private final BitSet old = new BitSet();

    private final BitSet written = new BitSet();
    /** Pages that something has been mapped on since: the removal has left them behind. */
    private final BitSet left = new BitSet();

    /**
     * @param from first page
     * @param to one past the last
     * @param empties whether nothing is left on the pages in the end; else something else comes to them
     */
    Removal(int thread, int mm, long from, long to, boolean empties) {
        this.thread = thread;
        this.mm = mm;
        this.from = from;
        this.to = to;
        this.empties = empties;
        old.set(0, Math.toIntExact(to - from));
    }

    boolean covers(int space, long page) {
        return mm == space && from <= page && page < to && !left.get((int) (page - from));
    }

    /** Whether what was on the page before may still be met. */
    boolean mayMeetOld(int space, long page) {
        return covers(space, page) && old.get((int) (page - from));
    }

    /** Somebody has written to the page, which this removal may take away again. */
    void write(int space, long page) {
        if (covers(space, page)) {
            old.set((int) (page - from));
            written.set((int) (page - from));
        }
    }

    /** Somebody has written to memory that the page was on before. */
    void writeInVain(int space, long page) {
        if (covers(space, page)) {
            old.set((int) (page - from));
        }
    }

    /** Takes pages from the first (inclusive) to the last (exclusive). */
    @FunctionalInterface
    interface PageRange {
        void pages(long from, long to);
    }

    /** Calls the visitor with the pages of a range that are concerned, if there are any. */
    void forPartOf(int space, long firstPage, long lastPage, PageRange visitor) {
        if (mm != space || lastPage <= from || to <= firstPage) {
            return;
        }
        int last = (int) (Math.min(to, lastPage) - from);
        int first = left.nextClearBit((int) (Math.max(from, firstPage) - from));
        while (first < last) {
            int next = left.nextSetBit(first);
            int end = next < 0 ? last : Math.min(next, last);
            visitor.pages(from + first, from + end);
            first = left.nextClearBit(end);
        }
    }

    /**
     * The operation maps a range anew: what was to be removed there has been removed.
     *
     * @param visitor gets the pages that are empty since
     */
    void leave(int space, long firstPage, long lastPage, LongConsumer visitor) {
        forPartOf(space, firstPage, lastPage, (first, last) -> {
            visitEmptied(first, last, visitor);
            left.set((int) (first - from), (int) (last - from));
        });
    }

    /** Another removal is done with its pages, but for those that it has left behind. */
    void settle(Removal done) {
        done.forPartOf(mm, from, to, (first, last) -> old.clear((int) (first - from), (int) (last - from)));
    }

    /** Pages that nobody has written since the removal began, and that are empty after it. */
    void forEachEmptied(LongConsumer visitor) {
        forPartOf(mm, from, to, (first, last) -> visitEmptied(first, last, visitor));
    }

    private void visitEmptied(long first, long last, LongConsumer visitor) {
        for (long page = first; empties && page < last; page++) {
            if (!written.get((int) (page - from))) {
                visitor.accept(page);
            }
        }
    }
}
