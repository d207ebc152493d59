package org.mmsim.scenarios.conform.recording;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A process at a checkpoint.
 *
 * @param minorFaults since it began
 * @param majorFaults since it began
 * @param pageTableKb size of its page tables
 * @param regions those that it has mapped or inherited, in the order of the script
 */
public record ProcessState(
        String name,
        @Nullable Long minorFaults,
        @Nullable Long majorFaults,
        @Nullable Long pageTableKb,
        List<RegionState> regions) {}
