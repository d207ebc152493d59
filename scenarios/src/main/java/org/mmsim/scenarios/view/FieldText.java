package org.mmsim.scenarios.view;

import org.mmsim.storage.EventField;

/** One field of events: its name and how its values look. */
public final class FieldText {
    private final EventField field;
    private final EnumNames names;

    /** How a value is best carried in JSON. */
    public enum Shape {
        NUMBER,
        TEXT
    }

    FieldText(EventField field) {
        this.field = field;
        this.names = EnumNames.of(field);
    }

    public String name() {
        return field.name();
    }

    /** The value for people: with units, addresses in hexadecimal. */
    public String text(long value) {
        if (field.isEnum()) {
            return names.name(value);
        }
        return switch (field.kind()) {
            case VA, ENTRY, PHYS, PFN -> Numbers.hex(value);
            case LENGTH -> Numbers.size(value);
            case LEVEL -> Levels.name(value);
            case TIME_NS -> Numbers.time(value);
            case CPU, PROCESS, THREAD, SEQ -> Long.toUnsignedString(value);
            case PLAIN, UNRECOGNIZED -> field.isSigned() ? Long.toString(value) : Numbers.plain(value);
        };
    }

    /** The value for programs: names, addresses in hexadecimal, other numbers without units. */
    public String data(long value) {
        if (field.isEnum()) {
            return names.name(value);
        }
        return switch (field.kind()) {
            case VA, ENTRY, PHYS -> Numbers.hex(value);
            case PFN, LENGTH, LEVEL, TIME_NS, CPU, PROCESS, THREAD, SEQ, PLAIN, UNRECOGNIZED ->
                field.isSigned() ? Long.toString(value) : Long.toUnsignedString(value);
        };
    }

    /** Whether {@link #data} is a number or a text. */
    public Shape shape() {
        if (field.isEnum()) {
            return Shape.TEXT;
        }
        return switch (field.kind()) {
            case VA, ENTRY, PHYS -> Shape.TEXT;
            case PFN, LENGTH, LEVEL, TIME_NS, CPU, PROCESS, THREAD, SEQ, PLAIN, UNRECOGNIZED -> Shape.NUMBER;
        };
    }
}
