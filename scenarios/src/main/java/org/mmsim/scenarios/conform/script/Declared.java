package org.mmsim.scenarios.conform.script;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mmsim.scenarios.yaml.Text;

/** Names that a script gives to regions and files, wherever in it. */
final class Declared {
    private final Map<String, Region> regions = new LinkedHashMap<>();
    private final Map<String, MemoryFile> files = new LinkedHashMap<>();

    /** {@code slot R PAGES [skew=N]}. */
    void slot(Words words) {
        words.form("slot R PAGES [skew=N]");
        String name = words.regionName();
        long pages = words.number("pages", 1, Region.PAGES_MAX);
        addRegion(name, pages, words.numberOption("skew", 0, Region.PAGES_MAX - 1, 0), words);
        words.end();
    }

    /** What {@code map} says about its region. The rest of the statement is left for later. */
    void map(Words words) {
        words.form("map R PAGES KIND …");
        String name = words.regionName();
        long pages = words.number("pages", 1, Region.PAGES_MAX);
        long at = words.numberOption("at", 0, Region.PAGES_MAX, 0);
        addRegion(name, at + pages, words.numberOption("skew", 0, Region.PAGES_MAX - 1, 0), words);
    }

    private void addRegion(String name, long pages, long skew, Words words) {
        Region known = regions.get(name);
        long va = known != null
                ? known.va()
                : Region.FIRST_VA + regions.size() * Region.DISTANCE_BYTES + skew * Script.PAGE_BYTES;
        long skewed = va % Region.DISTANCE_BYTES / Script.PAGE_BYTES;
        if (pages + skewed > Region.PAGES_MAX) {
            throw words.error(
                    "the region " + name + " reaches into the next one",
                    "allowed: " + (Region.PAGES_MAX - skewed) + " pages");
        }
        regions.put(name, new Region(name, va, known == null ? pages : Math.max(known.pages(), pages)));
    }

    /** {@code memfd F PAGES [hugetlb]}. */
    void memfd(Words words) {
        words.form("memfd F PAGES [hugetlb]");
        String name = words.name("a file");
        MemoryFile file = new MemoryFile(name, words.number("pages", 1, Region.PAGES_MAX), words.flag("hugetlb"));
        words.end();
        if (files.put(name, file) != null) {
            throw words.error("the file " + name + " exists already");
        }
    }

    /** A region by its name. */
    String region(String name, Words words) {
        if (!regions.containsKey(name)) {
            throw words.error("no region " + Text.quote(name), Text.allowed(name, List.copyOf(regions.keySet())));
        }
        return name;
    }

    /** A file by its name. */
    String file(String name, Words words) {
        if (!files.containsKey(name)) {
            throw words.error("no memfd " + Text.quote(name), Text.allowed(name, List.copyOf(files.keySet())));
        }
        return name;
    }

    List<Region> regions() {
        return new ArrayList<>(regions.values());
    }

    List<MemoryFile> files() {
        return new ArrayList<>(files.values());
    }
}
