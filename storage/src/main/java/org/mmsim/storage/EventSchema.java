package org.mmsim.storage;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mmsim.protocol.Event;

/** What events.proto says about the events: their types, and the names and meanings of their fields. */
public final class EventSchema {

    /** Version of the journal's layout and of events.proto that this program writes. */
    public static final int VERSION = 1;

    /** Highest number that a type can have: the journal stores it in a byte. */
    public static final int MAX_TYPE = 255;

    /** Most fields that a fact can have. */
    public static final int MAX_FIELDS = 4;

    private static final EventSchema CURRENT = new EventSchema(Event.getDescriptor());

    private final EventType[] byNumber = new EventType[MAX_TYPE + 1];
    private final Map<String, EventType> byName = new LinkedHashMap<>();
    private final List<EventType> types;
    private final SchemaTables tables;

    private EventSchema(Descriptor event) {
        List<EventType> found = new ArrayList<>();
        for (FieldDescriptor fact : event.getOneofs().get(0).getFields()) {
            EventType type = new EventType(fact);
            requireStorable(type);
            byNumber[type.number()] = type;
            byName.put(type.name(), type);
            found.add(type);
        }
        found.sort(Comparator.comparingInt(EventType::number));
        types = Collections.unmodifiableList(found);
        tables = new SchemaTables(types);
    }

    /** The schema this program was built with. */
    public static EventSchema current() {
        return CURRENT;
    }

    /** All types by ascending number. */
    public List<EventType> types() {
        return types;
    }

    /** The type with a number; empty if there is none. */
    public Optional<EventType> find(int number) {
        return number < 0 || number > MAX_TYPE ? Optional.empty() : Optional.ofNullable(byNumber[number]);
    }

    /** The type with a name such as {@code IpiSent}; empty if there is none. */
    public Optional<EventType> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * The type with a number.
     *
     * @throws IllegalArgumentException if there is none
     */
    public EventType type(int number) {
        return find(number).orElseThrow(() -> new IllegalArgumentException("no event has type " + number));
    }

    SchemaTables tables() {
        return tables;
    }

    private static void requireStorable(EventType type) {
        if (type.number() > MAX_TYPE || type.fields().size() > MAX_FIELDS) {
            throw new IllegalStateException(type.name() + " does not fit the journal: type numbers end at " + MAX_TYPE
                    + " and a fact has at most " + MAX_FIELDS + " fields");
        }
        for (int i = 0; i < type.fields().size(); i++) {
            FieldDescriptor field = type.fields().get(i).descriptor();
            boolean integer = switch (field.getType()) {
                case UINT64, SINT64, ENUM -> !field.isRepeated();
                default -> false;
            };
            if (!integer || field.getNumber() != i + 1) {
                throw new IllegalStateException(String.format(
                        Locale.ROOT,
                        "%s.%s does not fit the journal: fields are uint64, sint64 or enums, numbered from 1",
                        type.name(),
                        field.getName()));
            }
        }
    }
}
