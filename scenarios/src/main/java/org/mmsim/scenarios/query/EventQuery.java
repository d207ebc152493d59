package org.mmsim.scenarios.query;

import org.mmsim.storage.EventView;
import org.mmsim.storage.EventVisitor;
import org.mmsim.storage.JournalReader;

/** Finds the events of a journal that a filter wants. */
public final class EventQuery {
    private final JournalReader reader;
    private final Filter filter;
    private int chunksRead;
    private long stoppedAt;

    public EventQuery(JournalReader reader, Filter filter) {
        this.reader = reader;
        this.filter = filter;
    }

    /** Shows the wanted events in order to a visitor, until it wants no more. */
    public void forEach(EventVisitor visitor) {
        chunksRead = 0;
        stoppedAt = 0;
        reader.scan(
                1,
                chunk -> {
                    boolean read = stoppedAt == 0 && filter.mayMatch(chunk);
                    chunksRead += read ? 1 : 0;
                    return read;
                },
                event -> show(event, visitor));
    }

    private boolean show(EventView event, EventVisitor visitor) {
        if (filter.matches(event) && !visitor.visit(event)) {
            stoppedAt = event.seq();
            return false;
        }
        return true;
    }

    /** How many chunks the last call had to read. */
    public int chunksRead() {
        return chunksRead;
    }

    /** The event at which the visitor of the last call wanted no more; 0 if it saw all. */
    public long stoppedAt() {
        return stoppedAt;
    }
}
