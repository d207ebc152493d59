package org.mmsim.storage;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.List;
import java.util.stream.Collectors;

/** A fact that events.proto declares. */
public final class EventType {

    private final FieldDescriptor descriptor;
    private final List<EventField> fields;

    EventType(FieldDescriptor descriptor) {
        this.descriptor = descriptor;
        this.fields = descriptor.getMessageType().getFields().stream()
                .map(EventField::new)
                .collect(Collectors.toUnmodifiableList());
    }

    /** Number in the oneof of {@code Event}, 1 to {@value EventSchema#MAX_TYPE}. */
    public int number() {
        return descriptor.getNumber();
    }

    /** Name of the message, such as {@code IpiSent}. */
    public String name() {
        return descriptor.getMessageType().getName();
    }

    /** The fields in order of their numbers, at most {@value EventSchema#MAX_FIELDS}. */
    public List<EventField> fields() {
        return fields;
    }

    /** Index of a field by its name, or -1. */
    public int indexOf(String fieldName) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(fieldName)) {
                return i;
            }
        }
        return -1;
    }

    FieldDescriptor descriptor() {
        return descriptor;
    }
}
