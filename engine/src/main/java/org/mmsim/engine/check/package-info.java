/**
 * Rules that always hold on the simulated machine, checked from the facts as they happen. A broken rule is a
 * violation, which is a fact itself.
 *
 * <p>A check only listens: it never changes the machine and never stops the run.
 */
@NullMarked
package org.mmsim.engine.check;

import org.jspecify.annotations.NullMarked;
