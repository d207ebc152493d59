/**
 * Scripts of memory operations run on simulated kernels, and what came out compared with recordings of real
 * ones. Start at {@link org.mmsim.scenarios.conform.Conformance}.
 */
@NullMarked
package org.mmsim.scenarios.conform;

import org.jspecify.annotations.NullMarked;
