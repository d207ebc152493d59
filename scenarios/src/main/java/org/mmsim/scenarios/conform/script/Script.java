package org.mmsim.scenarios.conform.script;

import java.util.List;

/**
 * A script of memory operations. Its statements run strictly one after another.
 *
 * @param name of its file, without the ending
 * @param source what messages call it
 * @param title one line, empty if there is none
 * @param needs features without which a kernel cannot run it
 * @param regions in the order of their first appearance
 * @param files in the order of their statements
 * @param lines everything that is carried out or recorded, in order
 */
public record Script(
        String name,
        String source,
        String title,
        List<Feature> needs,
        List<Region> regions,
        List<MemoryFile> files,
        List<ScriptLine> lines) {

    /** The unit of all offsets and lengths. */
    public static final long PAGE_BYTES = 4096;

    /** The region of a name that the script has. */
    public Region region(String wanted) {
        return regions.stream()
                .filter(region -> region.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no region " + wanted));
    }

    /** Names of the processes, in the order in which they come into being. */
    public List<String> processes() {
        return lines.stream()
                .flatMap(line -> line.statement().begins().stream())
                .toList();
    }
}
