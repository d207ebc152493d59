/**
 * What runs kernel paths: programs of steps, the frames and stacks they run on, CPUs, locks and RCU. Start at
 * {@link org.mmsim.engine.cpu.Program} and {@link org.mmsim.engine.cpu.Cpu}.
 *
 * <p>Other CPUs come in only between two steps, and only through {@link org.mmsim.engine.cpu.Ports}.
 */
@NullMarked
package org.mmsim.engine.cpu;

import org.jspecify.annotations.NullMarked;
