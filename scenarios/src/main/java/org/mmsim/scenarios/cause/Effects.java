package org.mmsim.scenarios.cause;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.mmsim.scenarios.view.EventRow;
import org.mmsim.storage.JournalReader;

/**
 * The events that an event led to, directly or through others, in order.
 *
 * @param events the event itself and what it led to
 * @param complete whether that is all
 */
public record Effects(List<EventRow> events, boolean complete) {

    /** Copies the list. */
    public Effects {
        events = List.copyOf(events);
    }

    /**
     * Finds the effects of an event.
     *
     * @param limit most effects to find, at least 1
     */
    public static Effects of(JournalReader reader, long seq, long limit) {
        List<EventRow> found = new ArrayList<>();
        TreeSet<Long> seqs = new TreeSet<>();
        found.add(EventRow.of(reader.view(seq)));
        seqs.add(seq);
        AtomicBoolean more = new AtomicBoolean();
        // A chunk whose causes all lie behind the latest effect has none.
        reader.scan(seq + 1, chunk -> chunk.getCauseMin() <= seqs.last(), event -> {
            if (!seqs.contains(event.cause())) {
                return true;
            }
            more.set(found.size() > limit);
            if (!more.get()) {
                seqs.add(event.seq());
                found.add(EventRow.of(event));
            }
            return !more.get();
        });
        return new Effects(found, !more.get());
    }
}
