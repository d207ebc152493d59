package org.mmsim.scenarios.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mmsim.protocol.ChunkSummary;
import org.mmsim.protocol.FieldKind;
import org.mmsim.storage.EventField;
import org.mmsim.storage.EventSchema;
import org.mmsim.storage.EventType;
import org.mmsim.storage.EventView;
import org.mmsim.storage.Summaries;

/** Wants events with a field whose value is in a set. */
final class FieldFilter implements Filter {
    private static final int CPUS_LOOKED_UP_MAX = 4096;

    private final @Nullable Wanted[] byType = new Wanted[EventSchema.MAX_TYPE + 1];

    private record Place(int index, FieldKind kind, Ranges values) {}

    private record Wanted(List<Place> places) {}

    /**
     * @param values what is wanted of a field; empty for fields that do not matter
     */
    FieldFilter(Function<EventField, Optional<Ranges>> values) {
        for (EventType type : EventSchema.current().types()) {
            List<Place> places = new ArrayList<>();
            for (int i = 0; i < type.fields().size(); i++) {
                int index = i;
                EventField field = type.fields().get(i);
                values.apply(field).ifPresent(wanted -> places.add(new Place(index, field.kind(), wanted)));
            }
            byType[type.number()] = places.isEmpty() ? null : new Wanted(List.copyOf(places));
        }
    }

    /** Fields of a kind. */
    static FieldFilter ofKind(FieldKind kind, Ranges values) {
        return new FieldFilter(field -> field.kind() == kind ? Optional.of(values) : Optional.empty());
    }

    @Override
    public boolean matches(EventView event) {
        Wanted wanted = byType[event.type()];
        if (wanted == null) {
            return false;
        }
        for (Place place : wanted.places) {
            if (place.values.contains(event.field(place.index))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean mayMatch(ChunkSummary chunk) {
        for (int type = 0; type < byType.length; type++) {
            Wanted wanted = byType[type];
            if (wanted != null && Summaries.mayHoldType(chunk, type)) {
                for (Place place : wanted.places) {
                    if (mayHold(chunk, place)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean mayHold(ChunkSummary chunk, Place place) {
        return switch (place.kind) {
            case CPU -> mayNameCpu(chunk, place.values);
            case PFN -> place.values.overlaps(chunk.getPfnMin(), chunk.getPfnMax());
            case VA -> place.values.overlaps(chunk.getVaMin(), chunk.getVaMax());
            case PLAIN, LENGTH, PROCESS, THREAD, ENTRY, LEVEL, TIME_NS, SEQ, PHYS, UNRECOGNIZED -> true;
        };
    }

    /** Whether a CPU whose number is in the set, or its TLB, may be an actor in the chunk or be named by an event. */
    static boolean mayNameCpu(ChunkSummary chunk, Ranges numbers) {
        for (Ranges.Range range : numbers.ranges()) {
            boolean few = range.first() >= 0 && range.last() >= 0 && range.last() - range.first() <= CPUS_LOOKED_UP_MAX;
            if (!few) {
                return true;
            }
            for (long cpu = range.first(); cpu <= range.last(); cpu++) {
                if (Summaries.mayNameCpu(chunk, cpu)) {
                    return true;
                }
            }
        }
        return false;
    }
}
