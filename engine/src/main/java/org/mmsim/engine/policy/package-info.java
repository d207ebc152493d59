/**
 * The designs that the mailing list argued about, each as a class, and their names in scenarios.
 *
 * <p>{@link org.mmsim.engine.policy.Policies} lists the families and their choices and makes a run's
 * {@link org.mmsim.engine.cpu.PolicySet}. A choice that is known to be wrong is marked as such: it is there so that
 * the checks can be seen to catch it.
 *
 * <p>What it must never do: tell a checker what to think, or differ in anything but the design it stands for.
 *
 * <p>Start with {@link org.mmsim.engine.policy.Policies}, then {@code CountedWalks}.
 */
@NullMarked
package org.mmsim.engine.policy;

import org.jspecify.annotations.NullMarked;
