/**
 * How near to published figures the experiments of the library come, and how much of that is prediction.
 *
 * <p>Start at {@link org.mmsim.scenarios.fidelity.FidelityRunner}.
 */
@NullMarked
package org.mmsim.scenarios.fidelity;

import org.jspecify.annotations.NullMarked;
