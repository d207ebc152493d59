package org.mmsim.scenarios.query;

import org.mmsim.protocol.ChunkSummary;
import org.mmsim.storage.EventView;

/** Says which events are wanted, and which chunks may hold some. */
public interface Filter {

    /** Whether the event is wanted. */
    boolean matches(EventView event);

    /** Whether the chunk may hold a wanted event. */
    boolean mayMatch(ChunkSummary chunk);

    /** Whether every event of the chunk is wanted; false if the summary cannot tell. */
    default boolean matchesAll(ChunkSummary chunk) {
        return false;
    }
}
