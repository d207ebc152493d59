package org.mmsim.scenarios.conform.compare;

import static org.mmsim.scenarios.conform.recording.CompactJson.quoted;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mmsim.scenarios.conform.compare.Mismatch.Place;
import org.mmsim.scenarios.conform.recording.RegionState;
import org.mmsim.scenarios.conform.recording.RegionState.EntryRun;
import org.mmsim.scenarios.conform.recording.RegionState.KeptRun;
import org.mmsim.scenarios.conform.recording.RegionState.PageTableState;

/** Compares page-table entries, and which pages kept their frames. */
final class EntryComparer {
    private final Comparison comparison;

    EntryComparer(Comparison comparison) {
        this.comparison = comparison;
    }

    void compare(Place place, RegionState real, @Nullable RegionState simulated) {
        List<KeptRun> kept = real.kept();
        if (kept != null) {
            List<KeptRun> others = simulated == null ? null : simulated.kept();
            pages(place, "pfn_kept", keptByPage(kept), others == null ? null : keptByPage(others));
        }
        PageTableState table = real.pageTable();
        if (table != null) {
            PageTableState other = simulated == null ? null : simulated.pageTable();
            comparison.compare(place, "pt.pmds", quoted(table.pmds()), other == null ? null : quoted(other.pmds()));
            pages(place, "pt", entriesByPage(table), other == null ? null : entriesByPage(other));
        }
    }

    /** Compares what pages have, by page; a page that is in neither map is not compared. */
    private void pages(Place place, String field, Map<Long, String> real, @Nullable Map<Long, String> simulated) {
        Map<Long, String> all = new TreeMap<>(real);
        if (simulated != null) {
            all.putAll(simulated);
        }
        for (long page : new ArrayList<>(all.keySet())) {
            comparison.compare(
                    place.pages(page, 1),
                    field,
                    real.getOrDefault(page, quoted("")),
                    simulated == null ? null : simulated.getOrDefault(page, quoted("")));
        }
    }

    private static Map<Long, String> keptByPage(List<KeptRun> runs) {
        Map<Long, String> byPage = new TreeMap<>();
        for (KeptRun run : runs) {
            for (long page = run.offset(); page < run.offset() + run.pages(); page++) {
                byPage.put(page, run.same() ? "1" : "0");
            }
        }
        return byPage;
    }

    private Map<Long, String> entriesByPage(PageTableState table) {
        Map<Long, String> byPage = new TreeMap<>();
        for (EntryRun run : table.runs()) {
            String entry = quoted(run.level() + " " + run.bits());
            for (long page = run.offset(); page < run.offset() + run.pages(); page++) {
                byPage.put(page, entry);
            }
        }
        return byPage;
    }
}
