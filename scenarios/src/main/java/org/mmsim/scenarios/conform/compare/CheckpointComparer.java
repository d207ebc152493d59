package org.mmsim.scenarios.conform.compare;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mmsim.scenarios.conform.compare.Mismatch.Place;
import org.mmsim.scenarios.conform.recording.Checkpoint;
import org.mmsim.scenarios.conform.recording.ProcessState;
import org.mmsim.scenarios.conform.recording.RegionState;

/** Compares checkpoints. */
final class CheckpointComparer {
    /** Counters in which the recording program's own pages are. */
    private static final List<String> NOT_COMPARED =
            List.of("pgfault", "pgmajfault", "pgreuse", "nr_anon_pages", "nr_page_table_pages");

    private static final String PRESENT = "\"present\"";

    private final Comparison comparison;
    private final Set<String> varying;
    private final boolean ksmFlagMeansNothing;

    CheckpointComparer(Comparison comparison, Set<String> varying, boolean ksmFlagMeansNothing) {
        this.comparison = comparison;
        this.varying = varying;
        this.ksmFlagMeansNothing = ksmFlagMeansNothing;
    }

    void compare(Place place, Checkpoint real, @Nullable Checkpoint simulated) {
        String path = "checkpoint:" + real.name();
        Map<String, ProcessState> others =
                byName(simulated == null ? List.of() : simulated.processes(), ProcessState::name);
        FolioIdentities identities = FolioIdentities.of(real, simulated);
        for (ProcessState process : real.processes()) {
            ProcessState other = others.remove(process.name());
            compare(place.process(process.name()), path + ".procs[" + process.name() + "]", process, other, identities);
        }
        others.keySet().forEach(name -> comparison.present(place.process(name), "process", "null", PRESENT));
        sys(place, path, real, simulated);
    }

    private void compare(
            Place place, String path, ProcessState real, @Nullable ProcessState simulated, FolioIdentities identities) {
        comparison.present(place, "process", PRESENT, simulated == null ? null : PRESENT);
        Map<String, RegionState> others =
                byName(simulated == null ? List.of() : simulated.regions(), RegionState::name);
        for (RegionState region : real.regions()) {
            RegionState other = others.remove(region.name());
            Place regionPlace = place.region(region.name());
            String regionPath = path + ".regions[" + region.name() + "]";
            comparison.present(regionPlace, "region", PRESENT, other == null ? null : PRESENT);
            new VmaComparer(comparison, varying, regionPath).compare(regionPlace, region, other);
            new PageComparer(comparison, identities, ksmFlagMeansNothing).compare(regionPlace, region, other);
            new EntryComparer(comparison).compare(regionPlace, region, other);
        }
        others.keySet().forEach(name -> comparison.present(place.region(name), "region", "null", PRESENT));
    }

    private void sys(Place place, String path, Checkpoint real, @Nullable Checkpoint simulated) {
        Map<String, Long> other = simulated == null ? Map.of() : simulated.sys();
        for (String name : union(real.sys(), other)) {
            if (!NOT_COMPARED.contains(name) && !varying.contains(path + ".sys." + name)) {
                comparison.compare(place, "sys." + name, zeroIfMissing(real.sys(), name), zeroIfMissing(other, name));
            }
        }
    }

    static Set<String> union(Map<String, Long> a, Map<String, Long> b) {
        Set<String> names = new TreeSet<>(a.keySet());
        names.addAll(b.keySet());
        return names;
    }

    static String zeroIfMissing(Map<String, Long> numbers, String name) {
        return Long.toString(numbers.getOrDefault(name, 0L));
    }

    private static <T> Map<String, T> byName(List<T> list, Function<T, String> name) {
        Map<String, T> byName = new TreeMap<>();
        list.forEach(item -> byName.put(name.apply(item), item));
        return byName;
    }
}
