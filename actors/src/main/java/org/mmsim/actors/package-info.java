/**
 * The machine's parts as Pekko actors, in virtual time.
 *
 * <p>Every CPU, TLB and process is an actor; an IPI, an invalidation or the end of a step is a message with a time of arrival.
 * Messages wait in the {@code TimeQueue}. {@code SimulationThread}, on which all actors of a simulation run, takes the
 * earliest one, moves the clock there, and tells it; when the actor has dealt with it, the next one is due. So
 * the order of delivery is a function of times and of the order of sending, and neither threads nor mailboxes have a say.
 *
 * <p>What it must never do: let an actor read a wall clock, schedule by Pekko's timers, or tell another actor directly; deal with
 * two messages at a time; decide anything about the machine. An actor turns a message into a call of the
 * engine, and {@code MessagePorts} turns what the engine sends into messages. A defect in an actor ends the run.
 *
 * <p>Start with {@link org.mmsim.actors.Simulation}, then {@code SimulationThread}.
 */
@NullMarked
package org.mmsim.actors;

import org.jspecify.annotations.NullMarked;
