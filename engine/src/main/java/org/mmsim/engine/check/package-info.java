/**
 * The rules that a run is held to: watchers of facts, each of which knows some of the invariants that Linux's memory
 * management promises.
 *
 * <p>A checker sees a fact just before it changes the machine, compares it with the state and with what it has seen, and
 * reports what is broken. The report becomes a fact right after the one that broke the rule, so that a journal shows
 * both and the way there.
 *
 * <p>What it must never do: change anything, spend time, or influence the run. A run with all checks and a run with none
 * have the same facts but for the reports. A report is about the rule, never about a policy by its name: a design is
 * wrong because an invariant breaks, not because somebody says so.
 *
 * <p>Start with {@link org.mmsim.engine.check.Checks}; {@code WalkChecks} holds the rules that lockless walks are judged by.
 */
@NullMarked
package org.mmsim.engine.check;

import org.jspecify.annotations.NullMarked;
