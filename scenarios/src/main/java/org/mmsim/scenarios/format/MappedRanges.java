package org.mmsim.scenarios.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mmsim.scenarios.yaml.Position;

/** Which ranges a thread has mapped and not unmapped, and where its program says so. */
final class MappedRanges {

    /** A mapped range and the place of its map operation. */
    record Mapped(AddressRange range, Position position) {}

    private final TreeMap<Long, Mapped> byStart = new TreeMap<>();

    /** The mapped ranges that overlap with this one, lowest first. */
    List<Mapped> overlapping(AddressRange range) {
        List<Mapped> found = new ArrayList<>();
        Map.Entry<Long, Mapped> below = byStart.lowerEntry(range.start());
        if (below != null && below.getValue().range().overlaps(range)) {
            found.add(below.getValue());
        }
        found.addAll(byStart.subMap(range.start(), range.end()).values());
        return found;
    }

    /** Adds a range, in place of what was mapped there. */
    void map(AddressRange range, Position position) {
        unmap(range);
        byStart.put(range.start(), new Mapped(range, position));
    }

    void unmap(AddressRange range) {
        for (Mapped mapped : overlapping(range)) {
            AddressRange old = mapped.range();
            byStart.remove(old.start());
            if (old.start() < range.start()) {
                byStart.put(old.start(), new Mapped(new AddressRange(old.start(), range.start()), mapped.position()));
            }
            if (range.end() < old.end()) {
                byStart.put(range.end(), new Mapped(new AddressRange(range.end(), old.end()), mapped.position()));
            }
        }
    }

    /** All of them, lowest first. */
    List<Mapped> all() {
        return new ArrayList<>(byStart.values());
    }
}
