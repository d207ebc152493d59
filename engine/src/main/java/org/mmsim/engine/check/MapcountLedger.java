package org.mmsim.engine.check;

import java.util.Map;
import java.util.TreeMap;
import org.mmsim.protocol.Check;

/** By how much mapcounts differ from what the page tables hold, which has to be nothing while no lock is held. */
final class MapcountLedger {
    private static final int BLOCK_SHIFT = 12;
    private static final int BLOCK_FRAMES = 1 << BLOCK_SHIFT;

    private final short[][] pages;
    private long unbalanced;
    /** Folios whose PMD mappings differ. */
    private final Map<Long, Integer> huge = new TreeMap<>();

    MapcountLedger(long frames) {
        pages = new short[Math.toIntExact((frames >>> BLOCK_SHIFT) + 1)][];
    }

    /** Mapcounts (positive) or entries (negative) of pages. */
    void add(long frame, long count, int delta) {
        for (long at = frame; at < frame + count; at++) {
            int block = (int) (at >>> BLOCK_SHIFT);
            if (pages[block] == null) {
                pages[block] = new short[BLOCK_FRAMES];
            }
            int slot = (int) at & BLOCK_FRAMES - 1;
            unbalanced -= pages[block][slot] == 0 ? 0 : 1;
            pages[block][slot] += (short) delta;
            unbalanced += pages[block][slot] == 0 ? 0 : 1;
        }
    }

    /** The same for PMD mappings of a folio. */
    void addHuge(long folio, int delta) {
        huge.merge(folio, delta, Integer::sum);
        huge.remove(folio, 0);
    }

    /** Reports what differs, once. */
    void settle(Violations violations) {
        huge.forEach((folio, delta) -> violations.report(Check.CHECK_MAPCOUNT, folio, delta));
        huge.clear();
        for (int block = 0; unbalanced > 0 && block < pages.length; block++) {
            for (int slot = 0; pages[block] != null && slot < BLOCK_FRAMES; slot++) {
                if (pages[block][slot] != 0) {
                    long frame = ((long) block << BLOCK_SHIFT) + slot;
                    violations.report(Check.CHECK_MAPCOUNT, frame, pages[block][slot]);
                    pages[block][slot] = 0;
                    unbalanced--;
                }
            }
        }
    }

    boolean balanced() {
        return unbalanced == 0 && huge.isEmpty();
    }
}
