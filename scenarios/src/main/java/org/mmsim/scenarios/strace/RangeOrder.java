package org.mmsim.scenarios.strace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * Finds out where threads of a process must wait for each other so that their operations on overlapping
 * ranges run in the recorded order.
 *
 * <p>Every range remembers the last operation on it. All earlier ones are ordered before that one already, so
 * it is enough to be ordered behind it. Every thread remembers how many operations of each other thread are
 * done before whatever it does next, through the barriers that both have passed (a vector clock): a barrier
 * is needed only where this does not reach the last operation yet. A barrier stands in all its threads at
 * the same place of the recorded order, so barriers cannot wait for each other in a circle.
 */
final class RangeOrder {

    private record LastUse(int thread, int useCount) {}

    private final RangeMap<LastUse> lastUses = new RangeMap<>();

    /** {@code known.get(t)[u]}: how many operations of u are done before what t does next. */
    private final List<int[]> known = new ArrayList<>();

    private final List<Integer> useCounts = new ArrayList<>();

    /** Number of a thread that knows of no other. Threads count from 0. */
    int addThread() {
        known.add(new int[0]);
        useCounts.add(0);
        return known.size() - 1;
    }

    /** Number of a thread whose first operation waits for its creation by another thread. */
    int addThread(int parent) {
        int thread = addThread();
        known.set(thread, ownView(parent));
        return thread;
    }

    /**
     * An operation of a thread on ranges.
     *
     * @return the threads that it must meet at a barrier before it, itself not among them
     */
    TreeSet<Integer> use(int thread, List<AddressRange> ranges) {
        TreeSet<Integer> others = new TreeSet<>();
        for (AddressRange range : ranges) {
            for (RangeMap.Piece<LastUse> piece : lastUses.in(range)) {
                LastUse last = piece.value();
                if (last.thread() != thread && knownOf(thread, last.thread()) < last.useCount()) {
                    others.add(last.thread());
                }
            }
        }
        if (!others.isEmpty()) {
            meet(thread, others);
        }
        LastUse use = new LastUse(thread, useCounts.get(thread) + 1);
        useCounts.set(thread, use.useCount());
        ranges.forEach(range -> lastUses.put(range, use));
        return others;
    }

    private int knownOf(int thread, int other) {
        int[] view = known.get(thread);
        return other < view.length ? view[other] : 0;
    }

    private void meet(int thread, TreeSet<Integer> others) {
        int[] common = ownView(thread);
        for (int other : others) {
            common = max(common, ownView(other));
        }
        known.set(thread, common);
        for (int other : others) {
            known.set(other, common);
        }
    }

    /** What a thread knows, itself included. */
    private int[] ownView(int thread) {
        int[] view = known.get(thread);
        int[] own = Arrays.copyOf(view, Math.max(view.length, thread + 1));
        own[thread] = useCounts.get(thread);
        return own;
    }

    private static int[] max(int[] a, int[] b) {
        int[] larger = Arrays.copyOf(a, Math.max(a.length, b.length));
        for (int i = 0; i < b.length; i++) {
            larger[i] = Math.max(larger[i], b[i]);
        }
        return larger;
    }
}
