/**
 * The machine of a run at any moment, from its journal alone: the nearest snapshot, and the facts after it.
 *
 * <p>Start at {@link org.mmsim.scenarios.state.MachineAt}. {@link org.mmsim.scenarios.state.StateText} and
 * {@link org.mmsim.scenarios.state.StateJson} describe what it gives. Nothing here executes anything again.
 */
@NullMarked
package org.mmsim.scenarios.state;

import org.jspecify.annotations.NullMarked;
