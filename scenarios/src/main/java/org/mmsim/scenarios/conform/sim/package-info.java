/**
 * Scripts on the simulated machine: compiled to a workload, and what happens written down as a recording. Start at
 * {@link org.mmsim.scenarios.conform.sim.SimulatedKernel}.
 */
@NullMarked
package org.mmsim.scenarios.conform.sim;

import org.jspecify.annotations.NullMarked;
