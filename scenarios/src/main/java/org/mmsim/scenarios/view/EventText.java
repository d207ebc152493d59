package org.mmsim.scenarios.view;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mmsim.storage.EventSchema;

/** Events of this program's schema as text. */
public final class EventText {
    private final Map<Integer, List<FieldText>> fieldsByType = new TreeMap<>();

    /** The fields of a type. */
    public List<FieldText> fields(int type) {
        return fieldsByType.computeIfAbsent(
                type,
                t -> EventSchema.current().type(t).fields().stream()
                        .map(FieldText::new)
                        .toList());
    }

    /** Name of a type, such as {@code IpiSent}. */
    public static String name(int type) {
        return EventSchema.current().type(type).name();
    }

    /** All fields for people: {@code mm=1 va=0x7fff00000000}. */
    public String fields(EventRow event) {
        return join(event, false);
    }

    /** All fields for programs: names and values as in JSON. */
    public String data(EventRow event) {
        return join(event, true);
    }

    private String join(EventRow event, boolean data) {
        StringBuilder text = new StringBuilder();
        List<FieldText> fields = fields(event.type());
        for (int i = 0; i < fields.size(); i++) {
            FieldText field = fields.get(i);
            text.append(i == 0 ? "" : " ").append(field.name()).append('=');
            text.append(data ? field.data(event.field(i)) : field.text(event.field(i)));
        }
        return text.toString();
    }
}
