/**
 * What things cost, in virtual nanoseconds, and chance.
 *
 * <p>{@link org.mmsim.engine.cost.CostModel} gives the price of a step from the machine's profile, with jitter where the
 * profile asks for it; {@link org.mmsim.engine.cost.CacheLine} makes CPUs queue for a line; {@link org.mmsim.engine.cost.Draws} is
 * the only source of chance.
 *
 * <p>What must never happen here: a draw that depends on how many draws others have made. A draw is a pure function of seed,
 * purpose, actor and number, so that a change in one corner of a run leaves the luck of the others alone. Floating point
 * stays within one calculation and uses StrictMath, because a result must have the same bits everywhere.
 *
 * <p>Start with {@link org.mmsim.engine.cost.CostModel}.
 */
@NullMarked
package org.mmsim.engine.cost;

import org.jspecify.annotations.NullMarked;
