/**
 * Runs scenarios: wires a scenario to a simulation and a journal, and knows where runs are kept.
 *
 * <p>Start at {@link org.mmsim.scenarios.run.Runner}. What determines a run stands in its identity
 * ({@link org.mmsim.scenarios.run.Identities}); nothing else may reach its events.
 */
@NullMarked
package org.mmsim.scenarios.run;

import org.jspecify.annotations.NullMarked;
