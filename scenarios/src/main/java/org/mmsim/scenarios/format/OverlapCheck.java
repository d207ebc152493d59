package org.mmsim.scenarios.format;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.yaml.Position;

/**
 * Follows what one thread's program maps and unmaps and refuses to map what it has mapped already, unless
 * another thread could have unmapped it in between.
 */
final class OverlapCheck {

    private final Predicate<AddressRange> unmappedByOthers;
    private final Deque<MappedRanges> repeats = new ArrayDeque<>();
    private final MappedRanges hiddenFromChildren = new MappedRanges();

    /** @param inherited what the process has from its parent */
    OverlapCheck(Predicate<AddressRange> unmappedByOthers, List<MappedRanges.Mapped> inherited) {
        this.unmappedByOthers = unmappedByOthers;
        MappedRanges mapped = new MappedRanges();
        inherited.forEach(range -> mapped.map(range.range(), range.position()));
        repeats.push(mapped);
    }

    void map(AddressRange range, Position position) {
        for (MappedRanges mapped : repeats) {
            for (MappedRanges.Mapped earlier : mapped.overlapping(range)) {
                if (!unmappedByOthers.test(earlier.range())) {
                    throw new InputException(
                            "mapping " + range + " overlaps one that is still mapped (" + position + ")",
                            "it overlaps " + earlier.range() + ", mapped at " + earlier.position());
                }
            }
        }
        repeats.peek().map(range, position);
    }

    void unmap(AddressRange range) {
        repeats.forEach(mapped -> mapped.unmap(range));
    }

    /** A mapping moves here, over whatever there is. */
    void replace(AddressRange range, Position position) {
        unmap(range);
        repeats.peek().map(range, position);
    }

    /** MADV_DONTFORK: children do not get the range. */
    void hideFromChildren(AddressRange range, Position position) {
        hiddenFromChildren.map(range, position);
    }

    /** MADV_DOFORK. */
    void showToChildren(AddressRange range) {
        hiddenFromChildren.unmap(range);
    }

    /** What a process that the thread forks now is certain to have mapped. */
    List<MappedRanges.Mapped> inheritable() {
        MappedRanges certain = new MappedRanges();
        for (MappedRanges mapped : repeats) {
            for (MappedRanges.Mapped range : mapped.all()) {
                if (!unmappedByOthers.test(range.range())) {
                    certain.map(range.range(), range.position());
                }
            }
        }
        hiddenFromChildren.all().forEach(hidden -> certain.unmap(hidden.range()));
        return certain.all();
    }

    void enterRepeat() {
        repeats.push(new MappedRanges());
    }

    void leaveRepeat() {
        List<MappedRanges.Mapped> left = repeats.pop().all();
        for (MappedRanges.Mapped mapped : left) {
            if (!unmappedByOthers.test(mapped.range())) {
                throw new InputException(
                        "mapping " + mapped.range() + " is still mapped when the repeat comes round again ("
                                + mapped.position() + ")",
                        "allowed: a map in a repeat must be unmapped in it");
            }
        }
    }
}
