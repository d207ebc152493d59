package org.mmsim.scenarios.conform.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.mmsim.scenarios.conform.recording.Checkpoint;
import org.mmsim.scenarios.conform.recording.PageRun;
import org.mmsim.scenarios.conform.recording.ProcessState;
import org.mmsim.scenarios.conform.recording.RegionState;

/**
 * Which folio of the simulated machine is which of the real one at a checkpoint; the same for swap entries. Their
 * numbers mean nothing but equality, and one folio too many shifts all that follow. So those belong together that
 * have the most pages in common.
 */
final class FolioIdentities {
    private final Map<Long, Long> folios;
    private final Map<Long, Long> swaps;

    private record Pair(long real, long simulated) {}

    private FolioIdentities(Map<Long, Long> folios, Map<Long, Long> swaps) {
        this.folios = folios;
        this.swaps = swaps;
    }

    static FolioIdentities of(Checkpoint real, @Nullable Checkpoint simulated) {
        Counter folios = new Counter();
        Counter swaps = new Counter();
        if (simulated != null) {
            for (ProcessState process : real.processes()) {
                for (RegionState region : process.regions()) {
                    List<PageRun> realRuns = region.pages();
                    List<PageRun> simulatedRuns = pages(simulated, process.name(), region.name());
                    if (realRuns != null && simulatedRuns != null) {
                        count(realRuns, simulatedRuns, folios, swaps);
                    }
                }
            }
        }
        return new FolioIdentities(folios.bind(), swaps.bind());
    }

    private static @Nullable List<PageRun> pages(Checkpoint checkpoint, String process, String region) {
        for (ProcessState candidate : checkpoint.processes()) {
            if (candidate.name().equals(process)) {
                for (RegionState state : candidate.regions()) {
                    if (state.name().equals(region)) {
                        return state.pages();
                    }
                }
            }
        }
        return null;
    }

    private static void count(List<PageRun> real, List<PageRun> simulated, Counter folios, Counter swaps) {
        Segments.forEach(real, simulated, (from, to, a, b) -> {
            for (long page = from; a != null && b != null && page < to; page++) {
                folios.add(a.folioOf(page), b.folioOf(page));
                swaps.add(a.swapOf(page), b.swapOf(page));
            }
        });
    }

    /** The simulated folio's number as the real machine's, −1 − number if it is none of those. */
    long folio(long simulated) {
        return folios.getOrDefault(simulated, -1 - simulated);
    }

    /** The simulated swap entry's number as the real machine's, −1 − number if it is none of those. */
    long swap(long simulated) {
        return swaps.getOrDefault(simulated, -1 - simulated);
    }

    private static final class Counter {
        private final Map<Pair, Long> pages =
                new TreeMap<>(Comparator.comparingLong(Pair::real).thenComparingLong(Pair::simulated));

        void add(@Nullable Long real, @Nullable Long simulated) {
            if (real != null && simulated != null) {
                pages.merge(new Pair(real, simulated), 1L, Long::sum);
            }
        }

        Map<Long, Long> bind() {
            List<Map.Entry<Pair, Long>> byPages = new ArrayList<>(pages.entrySet());
            byPages.sort(Map.Entry.<Pair, Long>comparingByValue().reversed());
            Map<Long, Long> realOf = new TreeMap<>();
            Set<Long> bound = new TreeSet<>();
            for (Map.Entry<Pair, Long> entry : byPages) {
                Pair pair = entry.getKey();
                if (!realOf.containsKey(pair.simulated) && bound.add(pair.real)) {
                    realOf.put(pair.simulated, pair.real);
                }
            }
            return realOf;
        }
    }
}
