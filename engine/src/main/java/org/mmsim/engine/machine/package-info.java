/**
 * The machine as the sum of its facts. {@link org.mmsim.engine.machine.Machine#apply} is the one place that
 * changes it, in a run and in a reconstruction.
 *
 * <p>What is not a fact is not here.
 */
@NullMarked
package org.mmsim.engine.machine;

import org.jspecify.annotations.NullMarked;
