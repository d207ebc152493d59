package org.mmsim.engine.tlb;

import org.mmsim.engine.snapshot.StateInput;
import org.mmsim.engine.snapshot.StateOutput;

/** Which way of a full set gives way. */
final class Turns {
    /** 2^64 divided by the golden ratio: multiples of it are spread evenly. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final int ways;
    private final boolean random;
    private final long[] nextWay;

    Turns(int sets, int ways, boolean random) {
        this.ways = ways;
        this.random = random;
        nextWay = new long[random ? 0 : sets];
    }

    /**
     * The way that gives way now.
     *
     * @param fill number of the fill, from which chance is drawn
     */
    int next(int set, long fill) {
        if (random) {
            long mixed = fill * SPREAD;
            return (int) ((mixed ^ mixed >>> 32) >>> 1 & Integer.MAX_VALUE) % ways;
        }
        int way = (int) nextWay[set];
        nextWay[set] = way + 1 == ways ? 0 : nextWay[set] + 1;
        return way;
    }

    void save(StateOutput out) {
        out.sparse(nextWay);
    }

    void restore(StateInput in) {
        in.sparse(nextWay, "next ways of a TLB");
        for (long way : nextWay) {
            if (way < 0 || way >= ways) {
                throw in.damaged("there is no way " + way + " in a TLB");
            }
        }
    }
}
