/**
 * Recordings compared field by field. Start at {@link org.mmsim.scenarios.conform.compare.RecordingComparer}.
 *
 * <p>What the real kernel's recording does not hold is not compared. What it holds and the simulated one does not
 * is a difference, so that totals cannot flatter. Page by page: a run of 16 pages counts as 16 of each field.
 */
@NullMarked
package org.mmsim.scenarios.conform.compare;

import org.jspecify.annotations.NullMarked;
