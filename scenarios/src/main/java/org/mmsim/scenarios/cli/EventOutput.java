package org.mmsim.scenarios.cli;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.mmsim.scenarios.view.ActorNames;
import org.mmsim.scenarios.view.EventJson;
import org.mmsim.scenarios.view.EventRow;
import org.mmsim.scenarios.view.EventTable;
import org.mmsim.scenarios.view.EventText;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes events to standard output as they come, however many. */
abstract class EventOutput implements AutoCloseable {
    private static final int CHECK_EVERY = 1024;

    final PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
    private long events;

    abstract void write(EventRow event);

    /**
     * Ends the output.
     *
     * @param complete whether these were all events
     */
    void end(boolean complete) {}

    final void event(EventRow event) {
        write(event);
        events++;
    }

    /** How many there were so far. */
    final long events() {
        return events;
    }

    /** Whether nobody reads the output any more. */
    final boolean isBroken() {
        return events % CHECK_EVERY == 0 && out.checkError();
    }

    /** Has everything written so far appear. */
    void flush() {
        out.flush();
    }

    @Override
    public void close() {
        flush();
    }

    /** For people. */
    static final class Table extends EventOutput {
        private final EventTable table;

        Table(long lastSeq) {
            table = new EventTable(lastSeq);
            out.println(table.header());
        }

        @Override
        void write(EventRow event) {
            out.println(table.line(event));
        }
    }

    /** One document: the events, and whether they are all. */
    static final class Json extends EventOutput {
        private final EventJson json = new EventJson();
        private final JsonGenerator generator = new JsonFactory().createGenerator(ObjectWriteContext.empty(), out);

        Json() {
            generator.writeStartObject();
            generator.writeArrayPropertyStart("events");
        }

        @Override
        void write(EventRow event) {
            generator.writeRaw('\n');
            json.write(event, generator);
        }

        @Override
        void flush() {
            generator.flush();
            super.flush();
        }

        @Override
        void end(boolean complete) {
            generator.writeEndArray();
            generator.writeBooleanProperty("complete", complete);
            generator.writeEndObject();
            generator.flush();
            out.println();
        }
    }

    /** A line each; the fields are one column, because every type has its own. */
    static final class Csv extends EventOutput {
        private final EventText text = new EventText();

        Csv() {
            out.println("seq,time_ns,actor,type,cause,fields");
        }

        @Override
        void write(EventRow event) {
            out.println(event.seq() + "," + event.timeNs() + "," + ActorNames.of(event.actor()) + ","
                    + EventText.name(event.type()) + "," + event.cause() + "," + text.data(event));
        }
    }
}
