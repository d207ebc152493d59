package org.mmsim.engine.memory;

import java.util.Arrays;
import org.mmsim.engine.snapshot.StateInput;
import org.mmsim.engine.snapshot.StateOutput;
import org.mmsim.protocol.Migratetype;

/** The migratetype of every pageblock. At the beginning all are movable (memmap_init_range). */
final class Pageblocks {
    private final int order;
    private final byte[] types;

    /**
     * @param order of a pageblock
     */
    Pageblocks(long frames, int order) {
        this.order = order;
        types = new byte[Math.toIntExact((frames - 1 >>> order) + 1)];
        Arrays.fill(types, (byte) Migratetype.MIGRATE_MOVABLE_VALUE);
    }

    int order() {
        return order;
    }

    /** get_pfnblock_migratetype. */
    int type(long frame) {
        return types[(int) (frame >>> order)];
    }

    /** change_pageblock_range: all pageblocks of a block, or the one that it lies in. */
    void set(long frame, int blockOrder, int type) {
        int first = (int) (frame >>> order);
        int last = (int) (frame + (1L << blockOrder) - 1 >>> order);
        Arrays.fill(types, first, last + 1, (byte) type);
    }

    /** Whether all pageblocks of a block have a type. */
    boolean all(long frame, int blockOrder, int type) {
        int last = (int) (frame + (1L << blockOrder) - 1 >>> order);
        for (int block = (int) (frame >>> order); block <= last; block++) {
            if (types[block] != type) {
                return false;
            }
        }
        return true;
    }

    /** Number of the pageblocks of a type that begin in a range of frames. */
    long count(long start, long end, int type) {
        long count = 0;
        for (int block = (int) (start >>> order); block <= end - 1 >>> order; block++) {
            count += types[block] == type ? 1 : 0;
        }
        return count;
    }

    /** Writes the types as runs. */
    void save(StateOutput out) {
        int begin = 0;
        while (begin < types.length) {
            int end = begin + 1;
            while (end < types.length && types[end] == types[begin]) {
                end++;
            }
            out.unsigned(types[begin]);
            out.unsigned(end - begin);
            begin = end;
        }
    }

    /** Takes over what {@link #save} of a memory of the same size wrote. */
    void restore(StateInput in) {
        int begin = 0;
        while (begin < types.length) {
            byte type = (byte) in.upTo(Migratetypes.COUNT - 1, "migratetype of a pageblock");
            int count = in.upTo(types.length - begin, "number of pageblocks");
            if (count == 0) {
                throw in.damaged("a run of pageblocks is empty");
            }
            Arrays.fill(types, begin, begin + count, type);
            begin += count;
        }
    }
}
