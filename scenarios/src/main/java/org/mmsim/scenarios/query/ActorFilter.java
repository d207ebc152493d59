package org.mmsim.scenarios.query;

import java.util.Set;
import org.mmsim.engine.event.ActorIds;
import org.mmsim.protocol.ActorKind;
import org.mmsim.protocol.ChunkSummary;
import org.mmsim.storage.EventView;

/** Wants what happened to some actors: those of the kinds whose number is in the set. */
record ActorFilter(Set<ActorKind> kinds, Ranges numbers) implements Filter {

    @Override
    public boolean matches(EventView event) {
        return kinds.contains(ActorIds.kind(event.actor())) && numbers.contains(ActorIds.index(event.actor()));
    }

    @Override
    public boolean mayMatch(ChunkSummary chunk) {
        boolean onlyCpus = !kinds.contains(ActorKind.ACTOR_PROCESS) && !kinds.contains(ActorKind.ACTOR_MACHINE);
        return !onlyCpus || FieldFilter.mayNameCpu(chunk, numbers);
    }
}
