package org.mmsim.scenarios.conform.recording;

import java.util.List;
import java.util.SortedMap;

/**
 * The state at one moment.
 *
 * @param processes those alive, in the order in which the script begins them
 * @param sys changes of the machine's counters since the checkpoint before, without those that are zero
 */
public record Checkpoint(int line, String name, List<ProcessState> processes, SortedMap<String, Long> sys)
        implements Recording.Entry {}
