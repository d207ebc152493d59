/**
 * Facts: what happened, when, to whom, and because of what.
 *
 * <p>{@link org.mmsim.engine.event.Recorder} is the one way in which anything happens. It numbers a fact, shows it to the
 * observers, lets it change the machine, and gives it to the journal. {@link org.mmsim.engine.event.Clock} holds virtual time
 * and the event that the present instant follows from, which becomes the cause of the next fact.
 *
 * <p>What must never happen here: a fact that carries anything but numbers; a fact whose order or contents depend on
 * anything but the facts before it. The same facts in the same order give the same machine, whether they come
 * from a run or from a journal.
 *
 * <p>Start with {@link org.mmsim.engine.event.Recorder}.
 */
@NullMarked
package org.mmsim.engine.event;

import org.jspecify.annotations.NullMarked;
