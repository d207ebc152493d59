package org.mmsim.scenarios.view;

import java.io.StringWriter;
import java.math.BigInteger;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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

    /** One event as a tree, as {@link #write} writes it. */
    public JsonNode tree(EventRow event) {
        StringWriter json = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(ObjectWriteContext.empty(), json)) {
            write(event, out);
        }
        return JsonMapper.shared().readTree(json.toString());
    }
}
