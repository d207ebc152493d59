package org.mmsim.scenarios.query;

import java.util.List;
import org.mmsim.protocol.ChunkSummary;
import org.mmsim.storage.EventView;

/** Filters made of others. */
final class Combination {

    private Combination() {}

    /** Wants what all of them want; everything if there are none. */
    record AllOf(List<Filter> parts) implements Filter {

        AllOf {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean matches(EventView event) {
            for (Filter part : parts) {
                if (!part.matches(event)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public boolean mayMatch(ChunkSummary chunk) {
            return parts.stream().allMatch(part -> part.mayMatch(chunk));
        }

        @Override
        public boolean matchesAll(ChunkSummary chunk) {
            return parts.stream().allMatch(part -> part.matchesAll(chunk));
        }
    }

    /** Wants what at least one of them wants. */
    record AnyOf(List<Filter> parts) implements Filter {

        AnyOf {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean matches(EventView event) {
            for (Filter part : parts) {
                if (part.matches(event)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public boolean mayMatch(ChunkSummary chunk) {
            return parts.stream().anyMatch(part -> part.mayMatch(chunk));
        }

        @Override
        public boolean matchesAll(ChunkSummary chunk) {
            return parts.stream().anyMatch(part -> part.matchesAll(chunk));
        }
    }

    /** Wants what the other does not want. */
    record Not(Filter part) implements Filter {

        @Override
        public boolean matches(EventView event) {
            return !part.matches(event);
        }

        @Override
        public boolean mayMatch(ChunkSummary chunk) {
            return !part.matchesAll(chunk);
        }

        @Override
        public boolean matchesAll(ChunkSummary chunk) {
            return !part.mayMatch(chunk);
        }
    }
}
