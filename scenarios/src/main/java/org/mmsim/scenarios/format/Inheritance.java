package org.mmsim.scenarios.format;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mmsim.scenarios.format.ProcessLayout.Region;

/**
 * What a process has from the one that forks it.
 *
 * @param regions mappings that it can name
 * @param later names of those that the forking thread maps only after the fork
 * @param mapped what is certain to be mapped when it begins
 * @param taken where its parent puts mappings at addresses of their own
 * @param top where the parent's other mappings end downwards
 */
record Inheritance(
        Map<String, Region> regions,
        Set<String> later,
        List<MappedRanges.Mapped> mapped,
        List<MappedRanges.Mapped> taken,
        long top) {

    private static final long TOP = 0x7fff_0000_0000L;

    /** Number of entries. */
    int size() {
        return regions.size() + mapped.size() + taken.size();
    }

    /** Of a process that the run begins with. */
    static final Inheritance NONE = new Inheritance(Map.of(), Set.of(), List.of(), List.of(), TOP);
}
