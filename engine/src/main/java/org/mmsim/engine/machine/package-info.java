/**
 * The state of the simulated machine.
 *
 * <p>{@link org.mmsim.engine.machine.Machine} is the fold of the facts: its {@code apply} is the only thing that changes it, both
 * while a run happens and when a journal is read again. Page tables, folios, TLBs, locks and CPUs hang off it.
 *
 * <p>What it must never do: decide anything. What to do next is the business of {@code cpu} and {@code kernel}; here a
 * fact is made true, and questions about the present are answered. Nothing here knows time to come, costs or chance.
 *
 * <p>Start with {@code Machine.apply}.
 */
@NullMarked
package org.mmsim.engine.machine;

import org.jspecify.annotations.NullMarked;
