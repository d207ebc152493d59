package org.mmsim.scenarios.strace;

import java.util.List;
import java.util.Optional;

/**
 * A call that succeeded.
 *
 * @param place where it begins
 * @param lineCount lines it is made of
 * @param effectLine the line that decides its place among the calls of all threads
 * @param task the thread that called
 * @param other the child of a clone or fork; who goes on after an execve
 * @param result what it returned; 0 if it did not
 */
record RecordedCall(
        CallKind kind,
        String name,
        Place place,
        int lineCount,
        int effectLine,
        Task task,
        Optional<Task> other,
        List<String> arguments,
        long result) {}
