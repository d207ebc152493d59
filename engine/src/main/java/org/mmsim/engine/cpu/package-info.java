/**
 * What executes kernel paths: CPUs, their stacks and interrupts, threads, locks, store buffers, grace periods.
 *
 * <p>A kernel function is a {@link org.mmsim.engine.cpu.Program}, a list of steps that reads like the C function, over a
 * {@link org.mmsim.engine.cpu.Frame} of its variables. {@link org.mmsim.engine.cpu.Cpu} takes the steps of the innermost frame one after
 * another. A step acts at the instant it begins and lasts as long as it spends; between steps other CPUs and interrupts
 * run. A CPU that has to wait returns, and goes on when a message arrives through one of its {@code on…} methods.
 *
 * <p>What it must never do: change the machine other than by recording a fact; look at another CPU's stack; wait by
 * blocking the Java thread; know the actors that carry its messages ({@link org.mmsim.engine.cpu.Ports} is all it sees).
 *
 * <p>What a run decides between ({@link org.mmsim.engine.cpu.PolicySet}) is here as interfaces, because kernel functions ask
 * for it; the choices themselves are in {@code policy}.
 *
 * <p>Start with {@link org.mmsim.engine.cpu.Program}, then {@code Cpu.run}.
 */
@NullMarked
package org.mmsim.engine.cpu;

import org.jspecify.annotations.NullMarked;
