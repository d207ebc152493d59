package org.mmsim.scenarios.strace;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Values on disjoint ranges of addresses; a later value replaces the parts of earlier ones that it covers. */
final class RangeMap<V> {

    /** A value on {@code [start, end)}. */
    record Piece<V>(AddressRange range, V value) {}

    private final TreeMap<Long, Piece<V>> pieces = new TreeMap<>();

    void put(AddressRange range, V value) {
        remove(range);
        pieces.put(range.start(), new Piece<>(range, value));
    }

    void remove(AddressRange range) {
        for (Piece<V> piece : touching(range)) {
            AddressRange whole = piece.range();
            pieces.remove(whole.start());
            if (whole.start() < range.start()) {
                AddressRange left = new AddressRange(whole.start(), range.start());
                pieces.put(left.start(), new Piece<>(left, piece.value()));
            }
            if (whole.end() > range.end()) {
                AddressRange right = new AddressRange(range.end(), whole.end());
                pieces.put(right.start(), new Piece<>(right, piece.value()));
            }
        }
    }

    /** What lies in the range, cut to it, by address. */
    List<Piece<V>> in(AddressRange range) {
        return touching(range).stream()
                .map(piece -> new Piece<>(cut(piece.range(), range), piece.value()))
                .toList();
    }

    private static AddressRange cut(AddressRange range, AddressRange to) {
        return new AddressRange(Math.max(range.start(), to.start()), Math.min(range.end(), to.end()));
    }

    private List<Piece<V>> touching(AddressRange range) {
        List<Piece<V>> found = new ArrayList<>();
        Map.Entry<Long, Piece<V>> before = pieces.lowerEntry(range.start());
        if (before != null && before.getValue().range().end() > range.start()) {
            found.add(before.getValue());
        }
        found.addAll(pieces.subMap(range.start(), range.end()).values());
        return found;
    }
}
