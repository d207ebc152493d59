/**
 * Why something happened, and what came of it: chains of causes, their effects, and the table of steps per CPU that kernel
 * developers draw for a race.
 *
 * <p>Start at {@link org.mmsim.scenarios.cause.CauseChain}. Everything here reads a journal and nothing else.
 */
@NullMarked
package org.mmsim.scenarios.cause;

import org.jspecify.annotations.NullMarked;
