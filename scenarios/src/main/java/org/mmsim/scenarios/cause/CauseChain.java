package org.mmsim.scenarios.cause;

import static org.mmsim.protocol.Event.FUNCTION_ENTERED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FUNCTION_RETURNED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.OPERATION_STARTED_FIELD_NUMBER;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mmsim.scenarios.view.EventRow;
import org.mmsim.storage.DamagedJournalException;
import org.mmsim.storage.EventView;
import org.mmsim.storage.JournalReader;

/**
 * The chain of causes from an event back to the operation that started it. Calls of kernel functions that had returned by
 * then are one link each, however much happened in them.
 */
public final class CauseChain {
    private static final int LINKS_MAX = 200_000;

    private final JournalReader reader;
    private final long asked;
    private final long chunksMax;
    private final int unfolded;
    /** Latest first while the chain is followed. */
    private final List<Link> links = new ArrayList<>();
    /** Returns whose calls have not been reached yet, innermost last. */
    private final List<OpenReturn> openReturns = new ArrayList<>();

    /** Where the chain was given up, if it was. */
    private @Nullable EventRow givenUpAt;

    private record OpenReturn(int actor, long function, int index) {}

    private CauseChain(JournalReader reader, long asked, long chunksMax, int unfolded) {
        this.reader = reader;
        this.asked = asked;
        this.chunksMax = chunksMax;
        this.unfolded = unfolded;
    }

    /**
     * Follows the causes of an event.
     *
     * @param seq an event of the journal
     * @param chunksMax how many chunks of the journal to read; beyond them the chain is given up, and only the operation
     *     looked for
     * @param unfolded how many links before the event stay as they are
     */
    public static CauseChain of(JournalReader reader, long seq, long chunksMax, int unfolded) {
        CauseChain chain = new CauseChain(reader, seq, chunksMax, unfolded);
        chain.follow();
        Collections.reverse(chain.links);
        return chain;
    }

    /** The links, earliest first; the last is the event itself. */
    public List<Link> links() {
        return Collections.unmodifiableList(links);
    }

    /** Whether every link back to the operation, or to the beginning of the run, is there. */
    public boolean isComplete() {
        return givenUpAt == null;
    }

    /** The operation at which a chain that is not complete would most likely end; empty if there is none. */
    public Optional<EventRow> operation() {
        return givenUpAt == null ? Optional.empty() : new RunningOperation(reader).before(givenUpAt);
    }

    private void follow() {
        long chunks = 0;
        EventView view = reader.view(asked);
        while (true) {
            add(EventRow.of(view));
            boolean isStart = view.type() == OPERATION_STARTED_FIELD_NUMBER && view.seq() != asked;
            if (isStart || view.cause() == 0) {
                return;
            }
            if (view.cause() >= view.seq()) {
                throw new DamagedJournalException("event " + view.seq() + " has a later one as its cause", null);
            }
            chunks += chunk(view.cause()) == chunk(view.seq()) ? 0 : 1;
            if ((chunks > chunksMax || links.size() > LINKS_MAX) && isInsideThread(view)) {
                givenUpAt = EventRow.of(view);
                return;
            }
            view = reader.view(view.cause());
        }
    }

    private long chunk(long seq) {
        return (seq - 1) / reader.identity().getEventsPerChunk();
    }

    /** Handlers of interrupts leave no function events, so these belong to the thread that the CPU runs. */
    private static boolean isInsideThread(EventView view) {
        return view.type() == FUNCTION_ENTERED_FIELD_NUMBER;
    }

    private void add(EventRow event) {
        if (event.type() == FUNCTION_ENTERED_FIELD_NUMBER && foldCall(event)) {
            return;
        }
        if (event.type() == FUNCTION_RETURNED_FIELD_NUMBER && links.size() > unfolded) {
            openReturns.add(new OpenReturn(event.actor(), event.field(0), links.size()));
        }
        links.add(new Link.Fact(event));
    }

    /** Replaces everything since the return of a call, whose beginning this is, by one link. */
    private boolean foldCall(EventRow entered) {
        int open = openReturns.size() - 1;
        while (open >= 0 && openReturns.get(open).actor != entered.actor()) {
            open--;
        }
        if (open < 0 || openReturns.get(open).function != entered.field(0)) {
            return false;
        }
        int index = openReturns.get(open).index;
        openReturns.subList(open, openReturns.size()).clear();
        List<Link> inside = links.subList(index, links.size());
        long events = 1;
        for (Link link : inside) {
            events += link.events();
        }
        long lastSeq = inside.get(0).lastSeq();
        inside.clear();
        Link.Calls call = new Link.Calls((int) entered.field(0), entered.actor(), 1, events, entered.seq(), lastSeq);
        Link later = links.isEmpty() ? null : links.get(links.size() - 1);
        if (later instanceof Link.Calls calls && calls.function() == call.function() && calls.actor() == call.actor()) {
            links.set(links.size() - 1, calls.after(call));
        } else {
            links.add(call);
        }
        return true;
    }
}
