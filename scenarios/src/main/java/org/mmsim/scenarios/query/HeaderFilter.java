package org.mmsim.scenarios.query;

import org.mmsim.protocol.ChunkSummary;
import org.mmsim.storage.EventView;
import org.mmsim.storage.Summaries;

/** Filters by what every event has. */
final class HeaderFilter {

    private HeaderFilter() {}

    record BySeq(Ranges wanted) implements Filter {

        @Override
        public boolean matches(EventView event) {
            return wanted.contains(event.seq());
        }

        @Override
        public boolean mayMatch(ChunkSummary chunk) {
            return wanted.overlaps(chunk.getFirstSeq(), Summaries.lastSeq(chunk));
        }

        @Override
        public boolean matchesAll(ChunkSummary chunk) {
            return wanted.covers(chunk.getFirstSeq(), Summaries.lastSeq(chunk));
        }
    }

    record ByTime(Ranges wanted) implements Filter {

        @Override
        public boolean matches(EventView event) {
            return wanted.contains(event.timeNs());
        }

        @Override
        public boolean mayMatch(ChunkSummary chunk) {
            return wanted.overlaps(chunk.getFirstTimeNs(), chunk.getLastTimeNs());
        }

        @Override
        public boolean matchesAll(ChunkSummary chunk) {
            return wanted.covers(chunk.getFirstTimeNs(), chunk.getLastTimeNs());
        }
    }

    record ByCause(Ranges wanted) implements Filter {

        @Override
        public boolean matches(EventView event) {
            return wanted.contains(event.cause());
        }

        @Override
        public boolean mayMatch(ChunkSummary chunk) {
            return wanted.contains(0) || wanted.overlaps(chunk.getCauseMin(), Summaries.lastSeq(chunk) - 1);
        }
    }

    /** By type; {@code types} has the wanted ones, by number. */
    record ByType(boolean[] types) implements Filter {

        @Override
        public boolean matches(EventView event) {
            return types[event.type()];
        }

        @Override
        public boolean mayMatch(ChunkSummary chunk) {
            for (int type = 0; type < types.length; type++) {
                if (types[type] && Summaries.mayHoldType(chunk, type)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public boolean matchesAll(ChunkSummary chunk) {
            for (int type = 0; type < types.length; type++) {
                if (!types[type] && Summaries.mayHoldType(chunk, type)) {
                    return false;
                }
            }
            return true;
        }
    }
}
