package org.mmsim.scenarios.cause;

import static org.mmsim.protocol.Event.CONTEXT_SWITCHED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.OPERATION_STARTED_FIELD_NUMBER;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.mmsim.protocol.ActorKind;
import org.mmsim.protocol.ChunkSummary;
import org.mmsim.scenarios.view.EventRow;
import org.mmsim.storage.EventView;
import org.mmsim.storage.JournalReader;
import org.mmsim.storage.Summaries;

/** Finds the operation that a CPU was working on, without following causes: by the thread it had switched to. */
final class RunningOperation {
    private final JournalReader reader;

    RunningOperation(JournalReader reader) {
        this.reader = reader;
    }

    /** The last operation that the thread of the event's CPU had started before it. */
    Optional<EventRow> before(EventRow event) {
        if (event.actorKind() != ActorKind.ACTOR_CPU) {
            return Optional.empty();
        }
        return last(
                        event.seq(),
                        CONTEXT_SWITCHED_FIELD_NUMBER,
                        chunk -> Summaries.mayNameCpu(chunk, event.actorIndex()),
                        view -> view.actor() == event.actor())
                .flatMap(switched -> last(
                        event.seq(),
                        OPERATION_STARTED_FIELD_NUMBER,
                        chunk -> true,
                        view -> view.field(0) == switched.field(0)));
    }

    private Optional<EventRow> last(
            long before, int type, Predicate<ChunkSummary> mayHold, Predicate<EventView> wanted) {
        List<ChunkSummary> chunks = reader.summaries();
        for (int i = chunks.size() - 1; i >= 0; i--) {
            ChunkSummary chunk = chunks.get(i);
            if (chunk.getFirstSeq() < before && Summaries.mayHoldType(chunk, type) && mayHold.test(chunk)) {
                for (long seq = Math.min(before - 1, Summaries.lastSeq(chunk)); seq >= chunk.getFirstSeq(); seq--) {
                    EventView view = reader.view(seq);
                    if (view.type() == type && wanted.test(view)) {
                        return Optional.of(EventRow.of(view));
                    }
                }
            }
        }
        return Optional.empty();
    }
}
