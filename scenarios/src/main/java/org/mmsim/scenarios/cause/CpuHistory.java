package org.mmsim.scenarios.cause;

import static org.mmsim.protocol.Event.FUNCTION_ENTERED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FUNCTION_RETURNED_FIELD_NUMBER;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.mmsim.scenarios.view.EventRow;

/** The events of one CPU and its TLB over a while. */
final class CpuHistory {
    private final List<EventRow> events = new ArrayList<>();

    /**
     * A call of a kernel function from its beginning on, as far as the history goes.
     *
     * @param returned whether it has ended
     */
    record Call(List<EventRow> events, boolean returned) {

        /** Whether it ended before an event. */
        boolean isOver(long seq) {
            return returned && events.get(events.size() - 1).seq() < seq;
        }
    }

    void add(EventRow event) {
        events.add(event);
    }

    List<EventRow> events() {
        return Collections.unmodifiableList(events);
    }

    /** The innermost call that an event lies in; only the event itself if none is known. Calls inside the call are left out. */
    Call callAround(int index) {
        int begin = index;
        int returned = 0;
        while (begin >= 0 && (returned > 0 || !is(begin, FUNCTION_ENTERED_FIELD_NUMBER))) {
            returned += is(begin, FUNCTION_RETURNED_FIELD_NUMBER) ? 1 : 0;
            returned -= is(begin, FUNCTION_ENTERED_FIELD_NUMBER) ? 1 : 0;
            begin--;
        }
        if (begin < 0) {
            return new Call(List.of(events.get(index)), true);
        }
        List<EventRow> call = new ArrayList<>();
        int depth = 0;
        for (int i = begin; i < events.size(); i++) {
            depth += is(i, FUNCTION_ENTERED_FIELD_NUMBER) ? 1 : 0;
            boolean inner =
                    depth > 1 && (is(i, FUNCTION_ENTERED_FIELD_NUMBER) || is(i, FUNCTION_RETURNED_FIELD_NUMBER));
            depth -= is(i, FUNCTION_RETURNED_FIELD_NUMBER) ? 1 : 0;
            if (!inner) {
                call.add(events.get(i));
            }
            if (depth == 0) {
                break;
            }
        }
        return new Call(List.copyOf(call), depth == 0);
    }

    private boolean is(int index, int type) {
        return events.get(index).type() == type;
    }
}
