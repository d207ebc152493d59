package org.mmsim.storage;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.mmsim.protocol.FieldKind;
import org.mmsim.protocol.Options;

/** One field of a fact. All values are carried as {@code long}: signed, unsigned and enums alike. */
public final class EventField {

    private final FieldDescriptor descriptor;
    private final FieldKind kind;

    EventField(FieldDescriptor descriptor) {
        this.descriptor = descriptor;
        this.kind = descriptor.getOptions().getExtension(Options.kind);
    }

    /** Name as in events.proto. */
    public String name() {
        return descriptor.getName();
    }

    /** What the number means. */
    public FieldKind kind() {
        return kind;
    }

    /** Whether negative values are meant; otherwise the 64 bits are unsigned. */
    public boolean isSigned() {
        return descriptor.getType() == FieldDescriptor.Type.SINT64;
    }

    /** Whether the values have names. */
    public boolean isEnum() {
        return descriptor.getJavaType() == FieldDescriptor.JavaType.ENUM;
    }

    /** Name of an enum value; empty if this is no enum or the value has no name. */
    public Optional<String> valueName(long value) {
        if (!isEnum() || value != (int) value) {
            return Optional.empty();
        }
        return Optional.ofNullable(descriptor.getEnumType().findValueByNumber((int) value))
                .map(EnumValueDescriptor::getName);
    }

    /** Names of the enum's values as events.proto declares them; empty if this is no enum. */
    public List<String> valueNames() {
        return isEnum()
                ? descriptor.getEnumType().getValues().stream()
                        .map(EnumValueDescriptor::getName)
                        .toList()
                : List.of();
    }

    /** Value of a name of the enum; empty if this is no enum or it has no such name. */
    public OptionalLong valueNumber(String name) {
        if (!isEnum()) {
            return OptionalLong.empty();
        }
        EnumValueDescriptor value = descriptor.getEnumType().findValueByName(name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value.getNumber());
    }

    /** The value as text: the name of an enum value, else the number with its sign or without. */
    public String format(long value) {
        return valueName(value)
                .orElseGet(() -> isSigned() || isEnum() ? Long.toString(value) : Long.toUnsignedString(value));
    }

    FieldDescriptor descriptor() {
        return descriptor;
    }

    Object toProto(long value) {
        if (!isEnum()) {
            return value;
        }
        EnumDescriptor values = descriptor.getEnumType();
        return values.findValueByNumberCreatingIfUnknown(Math.toIntExact(value));
    }
}
