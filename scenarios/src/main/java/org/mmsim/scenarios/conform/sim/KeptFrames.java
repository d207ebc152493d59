package org.mmsim.scenarios.conform.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mmsim.scenarios.conform.recording.RegionState.KeptRun;
import org.mmsim.scenarios.procfs.PagemapEntry;
import org.mmsim.scenarios.procfs.PagemapEntry.Bit;

/** Remembers from one checkpoint to the next which frames the pages of a process had. */
final class KeptFrames {
    private static final long ABSENT = -1;

    private final Map<String, long[]> framesOfRegion = new TreeMap<>();

    /** Compares the pages of a region with those at the checkpoint before, which are forgotten. */
    List<KeptRun> update(String process, String region, PagemapEntry[] entries) {
        long[] now = new long[entries.length];
        for (int page = 0; page < now.length; page++) {
            now[page] = entries[page].has(Bit.PRESENT) ? entries[page].frame() : ABSENT;
        }
        long[] before = framesOfRegion.put(process + "/" + region, now);
        return before == null ? List.of() : runs(before, now);
    }

    private static List<KeptRun> runs(long[] before, long[] now) {
        List<KeptRun> runs = new ArrayList<>();
        for (int page = 0; page < now.length; page++) {
            if (before[page] != ABSENT && now[page] != ABSENT) {
                boolean same = before[page] == now[page];
                KeptRun last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
                if (last != null && last.same() == same && last.offset() + last.pages() == page) {
                    runs.set(runs.size() - 1, new KeptRun(last.offset(), last.pages() + 1, same));
                } else {
                    runs.add(new KeptRun(page, 1, same));
                }
            }
        }
        return List.copyOf(runs);
    }
}
