/**
 * mmsim's own speed, as ratios against references measured in the same run.
 *
 * <p>Start at {@link org.mmsim.scenarios.bench.Bench}. Nothing here is a test: machines differ and are noisy.
 */
@NullMarked
package org.mmsim.scenarios.bench;

import org.jspecify.annotations.NullMarked;
