package org.mmsim.scenarios.cause;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.protocol.Event;
import org.mmsim.protocol.FieldKind;
import org.mmsim.scenarios.view.EventRow;
import org.mmsim.storage.EventField;
import org.mmsim.storage.EventSchema;

/** What some events are about: huge pages of address spaces, page frames, and tables. */
final class Subject {
    private static final int HUGE_LEVEL = 1;

    private final PageTableFormat format;
    private final TreeSet<Long> pages = new TreeSet<>();
    private final TreeSet<Long> frames = new TreeSet<>();
    private final TreeSet<Long> tables = new TreeSet<>();

    Subject(PageTableFormat format) {
        this.format = format;
    }

    boolean isEmpty() {
        return pages.isEmpty() && frames.isEmpty() && tables.isEmpty();
    }

    /** Adds what an event names. Ranges of more than a huge page, and entries above it, say too little. */
    void add(EventRow event) {
        pages.addAll(pages(event));
        frames.addAll(frames(event));
        tables.addAll(numbers(event, FieldKind.PHYS));
    }

    /** Whether an event names something that is in here. */
    boolean concerns(EventRow event) {
        return pages(event).stream().anyMatch(pages::contains)
                || frames(event).stream().anyMatch(frames::contains)
                || numbers(event, FieldKind.PHYS).stream().anyMatch(tables::contains);
    }

    private List<Long> pages(EventRow event) {
        List<Long> levels = numbers(event, FieldKind.LEVEL);
        List<Long> lengths = numbers(event, FieldKind.LENGTH);
        boolean small = (levels.isEmpty() || levels.get(0) <= HUGE_LEVEL)
                && (lengths.isEmpty() || Long.compareUnsigned(lengths.get(0), format.span(HUGE_LEVEL)) <= 0);
        // A va of 0 stands for none.
        return small
                ? numbers(event, FieldKind.VA).stream()
                        .filter(va -> va != 0)
                        .map(va -> va & -format.span(HUGE_LEVEL))
                        .toList()
                : List.of();
    }

    private List<Long> frames(EventRow event) {
        List<Long> found = new ArrayList<>(numbers(event, FieldKind.PFN));
        for (long entry : numbers(event, FieldKind.ENTRY)) {
            if (format.present(entry) && format.leaf(level(event), entry)) {
                found.add(format.frame(entry));
            }
        }
        return found;
    }

    /** Level of the entry that an event is about; events without one are about PTEs. */
    private static int level(EventRow event) {
        List<Long> levels = numbers(event, FieldKind.LEVEL);
        return levels.isEmpty() ? 0 : levels.get(0).intValue();
    }

    private static List<Long> numbers(EventRow event, FieldKind kind) {
        List<Long> found = new ArrayList<>();
        if (event.type() == Event.CHECK_VIOLATED_FIELD_NUMBER) {
            return found;
        }
        List<EventField> fields = EventSchema.current().type(event.type()).fields();
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).kind() == kind) {
                found.add(event.field(i));
            }
        }
        return found;
    }
}
