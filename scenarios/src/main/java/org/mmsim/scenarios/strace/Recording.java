package org.mmsim.scenarios.strace;

import java.util.List;
import java.util.SortedMap;

/**
 * A recording, understood.
 *
 * @param calls in the order of their effects
 * @param startTasks the first thread, and threads whose creation is not in the recording
 * @param passedOver number of the lines that are no part of a call, by kind
 */
record Recording(List<RecordedCall> calls, List<Task> startTasks, SortedMap<String, Integer> passedOver) {}
