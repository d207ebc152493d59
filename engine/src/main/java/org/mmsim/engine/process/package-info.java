/**
 * User space: processes that give their threads one operation after another, and the durations they are timed for.
 *
 * <p>{@link org.mmsim.engine.process.UserProcess} turns an operation of the workload into a kernel path and hears when it has ended.
 * Barriers, sleeps and the end of a thread are here as well.
 *
 * <p>What it must never do: touch the machine by itself. A thread acts through the kernel path it is given, on its CPU.
 * An operation that the engine does not know is put on record, never dropped silently.
 *
 * <p>Start with {@link org.mmsim.engine.process.UserProcess}.
 */
@NullMarked
package org.mmsim.engine.process;

import org.jspecify.annotations.NullMarked;
