package org.mmsim.scenarios.view;

import java.math.BigInteger;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Events as JSON objects. */
public final class EventJson {
    private final EventText text = new EventText();

    /** Writes one event: seq, time_ns, actor, type, cause, fields. */
    public void write(EventRow event, JsonGenerator out) {
        out.writeStartObject();
        out.writeNumberProperty("seq", event.seq());
        out.writeNumberProperty("time_ns", event.timeNs());
        out.writeStringProperty("actor", ActorNames.of(event.actor()));
        out.writeStringProperty("type", EventText.name(event.type()));
        out.writeNumberProperty("cause", event.cause());
        out.writeObjectPropertyStart("fields");
        List<FieldText> fields = text.fields(event.type());
        for (int i = 0; i < fields.size(); i++) {
            String value = fields.get(i).data(event.field(i));
            switch (fields.get(i).shape()) {
                case NUMBER -> out.writeNumberProperty(fields.get(i).name(), new BigInteger(value));
                case TEXT -> out.writeStringProperty(fields.get(i).name(), value);
            }
        }
        out.writeEndObject();
        out.writeEndObject();
    }
}
