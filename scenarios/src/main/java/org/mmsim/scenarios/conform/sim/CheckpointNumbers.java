package org.mmsim.scenarios.conform.sim;

import java.util.Map;
import java.util.TreeMap;

/** Numbers in the order of first appearance within a checkpoint, in place of frames and swap entries. */
final class CheckpointNumbers {
    private final Map<Long, Long> folios = new TreeMap<>();
    private final Map<Long, Long> swaps = new TreeMap<>();

    /** The number of the folio that begins with a frame. */
    long folio(long head) {
        return folios.computeIfAbsent(head, h -> (long) folios.size());
    }

    /** The number of a swap entry. */
    long swap(int type, long offset) {
        return swaps.computeIfAbsent(offset << 5 | type, s -> (long) swaps.size());
    }
}
